import { ts } from "ts-morph";
import { isModule } from "../mount/batches.js";
import { isApart } from "./bindings.js";
import type { Clause } from "./clauses.js";
import type { FinderContext } from "./found.js";
import { isScoped } from "./identifiers.js";
import { isTakenFrom } from "./import-uses.js";
import { mayMean } from "./meaning.js";
import { needleOf } from "./needle.js";
import { type Places, placesOf } from "./places.js";
import { followed, isNamespace, type ResolvedTarget } from "./resolve-targets.js";
import type { Target } from "./use.js";

/**
 * Whether some files may be told by their names alone, without the types of everything that they import. Not where calls are
 * looked for, which may be told by the callee's type alone.
 */
export function mayTellByName(targets: Iterable<Target>): boolean {
  const all = [...targets];
  return all.some(isNamed) && all.every(({ kind }) => kind !== "call");
}

/**
 * True for a text that names no target but modules and files, so that how it is written tells all. Whether `await` is a keyword
 * must be told by the text, too, and an escape may stand for any letter.
 */
export function isToldByText(text: string, targets: readonly Target[]): boolean {
  if (text.includes("\\u") || text.includes("\\x") || (text.includes("await") && !isModule(text))) return false;
  return targets.every((target) => isOfModule(target) || !isNamedIn(text, target));
}

/** True for a text that names no target but modules, files and exports, as far as can be told before it is parsed. */
export function mayTellBySyntax(text: string, targets: readonly Target[]): boolean {
  return targets.every((target) => (isNamed(target) && !isDefault(target)) || !isNamedIn(text, target));
}

/**
 * True for a file in which every mention of a target's name is a module's specifier, an import from the core, or a name in scope:
 * what these stand for is told by the file and the core alone, and no type has a part in it.
 */
export function isToldByName(file: ts.SourceFile, context: FinderContext, places = placesOf(file)): boolean {
  return isTold(file, context, places, (id) => isPlain(id, context));
}

/**
 * True for a file of which its syntax tells as much: where none of the names is taken from a namespace, nor by way of another module
 * than its own, what declares a name elsewhere has no part in it.
 */
export function isToldBySyntax(file: ts.SourceFile, context: FinderContext, places: Places): boolean {
  // Whether `await` is a keyword in what is no module must be told by the project.
  if (file.text.includes("await") && !ts.isExternalModule(file)) return false;
  const isMeant = places.clauses.every((clause) => isMeantAsExported(clause, context, places));
  return isMeant && isTold(file, context, places, (id) => isPlainBySyntax(id, context));
}

/** False where a name stands for something global beside what is imported: for a value where the core exports a type alone, say. */
function isMeantAsExported(
  { form, specifier, elements }: Clause,
  { index }: FinderContext,
  { identifiers }: Places,
): boolean {
  return elements.every(({ imported, local }) => {
    const target = index.named(imported).find((each) => isTakenFrom(each, specifier.text));
    if (form === "export" || local === undefined || target === undefined) return true;
    const { flags = 0 } = target;
    return (identifiers.get(local.text) ?? []).every((id) => !isScoped(id) || mayMean(id, flags));
  });
}

function isTold(
  file: ts.SourceFile,
  { index }: FinderContext,
  { identifiers, literals }: Places,
  isPlain: (id: ts.Identifier) => boolean,
): boolean {
  const strings = new Set(literals.map(({ node }) => node.text));
  return index.targets
    .filter(({ access }) => access !== "module")
    .every((target) => {
      if (target.name === "default") return !file.text.includes(target.module);
      if (strings.has(target.name)) return false;
      const places = identifiers.get(target.name) ?? [];
      return places.length === 0 || (isExport(target) && places.every(isPlain));
    });
}

/** `import x from`, `{ default as x }`, `core.default`: what takes a default export, perhaps by way of another module than its own. */
const TAKES_DEFAULT = /\bimport\s+(?!type\s*[{*]|[\s{*"'(])|\bdefault\b/;

function isNamedIn(text: string, target: Target): boolean {
  if (target.kind === "call") return true;
  return (isDefault(target) && TAKES_DEFAULT.test(text)) || text.includes(needleOf(target));
}

function isDefault(target: Target): boolean {
  return target.kind === "name" && target.name === "default";
}

/** What a specifier alone names. */
export function isOfModule({ kind }: Target): boolean {
  return kind === "module" || kind === "file";
}

function isNamed(target: Target): boolean {
  if (target.kind === "name") return target.container === undefined || target.container === "";
  return isOfModule(target);
}

function isExport({ target, access, declarations }: ResolvedTarget): boolean {
  return isNamed(target) && access === "path" && declarations.size > 0;
}

function isPlain(id: ts.Identifier, { index: { checker }, isCore }: FinderContext): boolean {
  if (isSpecifierPart(id)) {
    const specifier = specifierTaking(id);
    return specifier === undefined || isCore(specifier);
  }
  const root = namespaceOf(id);
  if (root === undefined) return isPlainInScope(id);
  const symbol = checker.getSymbolAtLocation(root);
  return symbol !== undefined && isNamespace(followed(checker, symbol));
}

function isPlainBySyntax(id: ts.Identifier, { index }: FinderContext): boolean {
  if (!isSpecifierPart(id)) return isPlainInScope(id);
  const specifier = specifierTaking(id);
  return specifier === undefined || index.named(id.text).some((target) => isTakenFrom(target, specifier));
}

function isPlainInScope(id: ts.Identifier): boolean {
  const { parent } = id;
  const isKeyToo =
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isBindingElement(parent) ||
    (ts.isParameter(parent) && ts.isParameterPropertyDeclaration(parent, parent.parent));
  return isScoped(id) && !isKeyToo && !isApart(id);
}

function isSpecifierPart({ parent }: ts.Identifier): boolean {
  return ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent);
}

/** The specifier of the module that an import or export takes this name from. */
function specifierTaking(id: ts.Identifier): string | undefined {
  const { parent } = id;
  if (!ts.isImportSpecifier(parent) && !ts.isExportSpecifier(parent)) return undefined;
  if ((parent.propertyName ?? parent.name) !== id) return undefined;
  const { moduleSpecifier } = ts.isImportSpecifier(parent) ? parent.parent.parent.parent : parent.parent.parent;
  return moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;
}

/** `core` in `core.Name`. */
function namespaceOf(id: ts.Identifier): ts.Identifier | undefined {
  const { parent } = id;
  const root =
    ts.isPropertyAccessExpression(parent) && parent.name === id
      ? parent.expression
      : ts.isQualifiedName(parent) && parent.right === id
        ? parent.left
        : undefined;
  return root !== undefined && ts.isIdentifier(root) ? root : undefined;
}
