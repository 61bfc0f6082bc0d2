import { Project, type ts } from "ts-morph";

export const LIB_FOLDER = "/node_modules/typescript/lib";

let libraries: ts.ModuleResolutionHost | undefined;

/** Text of a declaration file of the language itself, such as `lib.es2023.d.ts`, as bundled with the compiler. */
export function readLibFile(path: string): string | undefined {
  libraries ??= new Project({ useInMemoryFileSystem: true }).getModuleResolutionHost();
  return libraries.readFile(path);
}
