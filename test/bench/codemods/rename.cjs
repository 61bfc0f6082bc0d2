"use strict";

/** A jscodeshift transform: what one would write by hand for this one rename, with care for names of one's own. */

/** `--from` and `--to` name a module or, with `--module`, an export of it. */
module.exports = function transform({ source }, { jscodeshift: j }, { module: specifier, from, to }) {
  if (!source.includes(from)) return undefined;
  const root = j(source);
  return specifier === undefined ? renameModule(j, root, from, to) : renameExport(j, root, specifier, from, to);
};
module.exports.parser = "ts";

function renameModule(j, root, from, to) {
  const found = root.find(j.ImportDeclaration, { source: { value: from } });
  if (found.size() === 0) return undefined;
  found.forEach(({ node }) => {
    node.source = j.stringLiteral(to);
  });
  return root.toSource();
}

function renameExport(j, root, specifier, from, to) {
  const imports = root.find(j.ImportDeclaration, { source: { value: specifier } });
  if (imports.find(j.ImportSpecifier, { imported: { name: from } }).size() === 0) return undefined;
  root.find(j.Identifier, { name: from }).forEach((path) => {
    const { parent, scope, node } = path;
    const isMember = parent.node.property === node && !parent.node.computed;
    const isKey = parent.node.key === node && !parent.node.shorthand;
    if (!isMember && !isKey && (scope.lookup(from) ?? scope).isGlobal) node.name = to;
  });
  return root.toSource();
}
