import { ts } from "ts-morph";

/** Number of syntax errors in the text of a file with that name. */
export function countSyntaxErrors(path: string, text: string): number {
  const compilerOptions: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    jsx: ts.JsxEmit.Preserve,
    allowJs: true,
  };
  const { diagnostics } = ts.transpileModule(text, { fileName: path, reportDiagnostics: true, compilerOptions });
  return diagnostics?.length ?? 0;
}
