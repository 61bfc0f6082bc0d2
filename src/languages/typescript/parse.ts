import { ts } from "ts-morph";
import type { ParseError } from "../file-facts.js";

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const JAVASCRIPT = /\.(?:[cm]?js|jsx)$/;

export function isSource(path: string): boolean {
  return SOURCE.test(path);
}

export function isJavaScript(path: string): boolean {
  return JAVASCRIPT.test(path);
}

export function isDeclarationFile(path: string): boolean {
  return /\.d\.(?:[cm]?ts|[a-z]+\.ts)$/.test(path);
}

/** Parses one file. `parents` costs time and is wanted only where the tree is walked upwards. */
export function parseSource(path: string, text: string, parents = false): ts.SourceFile {
  const options: ts.CreateSourceFileOptions = {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseAll,
  };
  return ts.createSourceFile(path, text, options, parents, scriptKind(path));
}

/** Syntax errors of a parsed file, at most `limit`. */
export function parseErrors(file: ts.SourceFile, limit = 3): ParseError[] {
  return diagnosticsOf(file)
    .slice(0, limit)
    .map((diagnostic) => ({
      line: file.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line + 1,
      message: ts.flattenDiagnosticMessageText(diagnostic.messageText, " "),
    }));
}

/** The parser leaves its diagnostics on the file, in a field that the compiler's types do not show. */
function diagnosticsOf(file: ts.SourceFile & { readonly parseDiagnostics?: readonly ts.Diagnostic[] }) {
  return file.parseDiagnostics ?? [];
}

function scriptKind(path: string): ts.ScriptKind {
  if (path.endsWith(".tsx")) return ts.ScriptKind.TSX;
  return isJavaScript(path) ? ts.ScriptKind.JSX : ts.ScriptKind.TS;
}
