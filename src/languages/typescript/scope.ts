import { ts } from "ts-morph";
import type { ExportFact, ImportFact } from "../file-facts.js";
import { entityText } from "./type-text.js";

/** A list of statements with names of its own: a module, an ambient module, a namespace. */
export interface Scope {
  /** Ids of its declarations begin with this. */
  readonly prefix: string;
  readonly container?: string;
  readonly exports: ExportFact[];
  readonly imports: ImportFact[];
  readonly declared: Set<string>;
  /** In an ambient scope without an export list, everything declared is exported. */
  readonly ambient: boolean;
}

export function newScope(prefix: string, container: string | undefined, ambient: boolean): Scope {
  return {
    prefix,
    ...(container === undefined ? {} : { container }),
    exports: [],
    imports: [],
    declared: new Set(),
    ambient,
  };
}

export function addImports(node: ts.ImportDeclaration, scope: Scope): void {
  const specifier = ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : "";
  const clause = node.importClause;
  if (clause?.name !== undefined) scope.imports.push({ local: clause.name.text, specifier, imported: "default" });
  const bindings = clause?.namedBindings;
  if (bindings === undefined) {
    if (clause === undefined) scope.imports.push({ local: "", specifier, imported: "*" });
  } else if (ts.isNamespaceImport(bindings))
    scope.imports.push({ local: bindings.name.text, specifier, imported: "*" });
  else {
    for (const element of bindings.elements) {
      scope.imports.push({
        local: element.name.text,
        specifier,
        imported: (element.propertyName ?? element.name).text,
      });
    }
  }
}

export function addExportList(node: ts.ExportDeclaration, scope: Scope): void {
  const specifier =
    node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)
      ? node.moduleSpecifier.text
      : undefined;
  const clause = node.exportClause;
  if (clause === undefined) {
    if (specifier !== undefined) scope.exports.push({ kind: "star", specifier, typeOnly: node.isTypeOnly });
  } else if (ts.isNamespaceExport(clause)) {
    if (specifier !== undefined) {
      scope.exports.push({ kind: "namespace", name: clause.name.text, specifier, typeOnly: node.isTypeOnly });
    }
  } else {
    for (const element of clause.elements) {
      const name = element.name.text;
      const imported = (element.propertyName ?? element.name).text;
      const typeOnly = node.isTypeOnly || element.isTypeOnly;
      if (specifier === undefined)
        scope.exports.push({ kind: "local", name, local: scope.prefix + imported, typeOnly });
      else scope.exports.push({ kind: "from", name, imported, specifier, typeOnly });
    }
  }
}

export function isExportList(statement: ts.Statement): boolean {
  return (
    (ts.isExportDeclaration(statement) && statement.moduleSpecifier === undefined) || ts.isExportAssignment(statement)
  );
}

export function referencedTypes(node: ts.IntersectionTypeNode): string[] {
  return node.types.filter(ts.isTypeReferenceNode).map((type) => entityText(type.typeName));
}

/** Variables of a pattern; `key` is the property that one takes from an object. */
export function bindings(name: ts.BindingName): { name: string; key?: string }[] {
  if (ts.isIdentifier(name)) return [{ name: name.text }];
  return name.elements.flatMap((element) => {
    if (!ts.isBindingElement(element)) return [];
    if (!ts.isIdentifier(element.name)) return bindings(element.name);
    const key = element.propertyName ?? element.name;
    return [{ name: element.name.text, ...(ts.isIdentifier(key) ? { key: key.text } : {}) }];
  });
}
