import { ts } from "ts-morph";
import type { ModuleForm, ModuleUse, Span } from "./use.js";

const MOCKS = new Set([
  "mock",
  "unmock",
  "doMock",
  "dontMock",
  "doUnmock",
  "unstable_mockModule",
  "requireActual",
  "requireMock",
  "createMockFromModule",
  "genMockFromModule",
  "importActual",
  "importMock",
  "setMock",
  "deepUnmock",
]);

export interface ModuleLiteral {
  readonly node: ts.StringLiteralLike;
  readonly form: ModuleForm;
}

/** What a string literal does, if it names a module. */
export function formOf(node: ts.StringLiteralLike): ModuleForm {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExternalModuleReference(parent)) return "import";
  if (ts.isJSDocImportTag(parent)) return "import";
  if (ts.isExportDeclaration(parent)) return "export";
  if (ts.isModuleDeclaration(parent)) return "declare-module";
  if (ts.isLiteralTypeNode(parent) && ts.isImportTypeNode(parent.parent)) return "import-type";
  if (ts.isCallExpression(parent) && parent.arguments[0] === node) return callForm(parent.expression);
  if (ts.isNewExpression(parent) && ts.isIdentifier(parent.expression) && parent.expression.text === "URL")
    return "url";
  return "string";
}

function callForm(callee: ts.Expression): ModuleForm {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return "dynamic-import";
  if (ts.isIdentifier(callee)) return callee.text === "require" ? "require" : "string";
  if (!ts.isPropertyAccessExpression(callee)) return "string";
  const { expression, name } = callee;
  if (ts.isMetaProperty(expression) && name.text === "resolve") return "require";
  if (!ts.isIdentifier(expression)) return "string";
  if (expression.text === "require" && name.text === "resolve") return "require";
  return ["jest", "vi", "vitest"].includes(expression.text) && MOCKS.has(name.text) ? "mock" : "string";
}

/** `jest.mock("core", …)` and its like. */
export function isMockCall(call: ts.CallExpression): boolean {
  return callForm(call.expression) === "mock";
}

/** The use of a module, or of a file of the core, that a literal makes; undefined where it makes none. */
export function moduleUse(
  { node, form }: ModuleLiteral,
  target: string,
  kind: "module" | "file",
): ModuleUse | undefined {
  const span = { start: node.getStart() + 1, end: node.end - 1 };
  return kind === "module" ? moduleNamed(node.text, form, span, target) : fileNamed(node.text, form, span, target);
}

/** Uses that triple-slash directives make. */
export function referenceUses(file: ts.SourceFile, target: string, kind: "module" | "file"): ModuleUse[] {
  const named = kind === "module" ? moduleNamed : fileNamed;
  return [...file.typeReferenceDirectives, ...file.referencedFiles].flatMap(
    ({ fileName, pos, end }) => named(fileName, "reference", { start: pos, end }, target) ?? [],
  );
}

function moduleNamed(specifier: string, form: ModuleForm, span: Span, target: string): ModuleUse | undefined {
  if (specifier !== target || form === "string" || form === "url") return undefined;
  return { kind: "module", form, span, specifier, certainty: "certain", reason: "it names the module" };
}

function fileNamed(specifier: string, form: ModuleForm, span: Span, target: string): ModuleUse | undefined {
  const use = { kind: "module", form, span, specifier } as const;
  if (!namesFile(specifier, target, form)) return undefined;
  if (form === "string") return { ...use, certainty: "possible", reason: "a string that reads like the moved file" };
  return { ...use, certainty: "certain", reason: "it names the file" };
}

/** A deep import may leave the extension away; an asset's path may lead through `node_modules`. */
function namesFile(written: string, target: string, form: ModuleForm): boolean {
  const [path = written] = written.split(/[?#]/, 1);
  if (path === target || path.endsWith(`node_modules/${target}`) || path === `~${target}`) return true;
  return form !== "string" && form !== "url" && path === target.replace(/(\.d)?\.[cm]?[jt]sx?$/, "");
}
