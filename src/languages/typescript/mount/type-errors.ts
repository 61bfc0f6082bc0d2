import { posix } from "node:path";
import { ts } from "ts-morph";
import type { CoreSources } from "../../../domain/core-sources.js";
import { CoreMount, withoutMount } from "./core-mount.js";
import { withinStack } from "./nesting.js";
import { type CheckOptions, OptionsFinder } from "./options.js";
import { createMountedProgram, type ParsedFiles } from "./program.js";

export interface TypeError {
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly code: number;
  readonly message: string;
}

export interface TypeCheck {
  /** Absolute path of the dependent. */
  readonly root: string;
  /** Sources to check, relative to the root. */
  readonly files: readonly string[];
  /** Text of a file by relative path, or undefined for one that is read from disk. */
  readonly textOf: (path: string) => string | undefined;
  readonly core: CoreSources;
  /** Kept between checks of the same dependent, so that each file is parsed once. */
  readonly parsed: ParsedFiles;
}

/**
 * Errors that say that something is not installed, or that a type is left out, rather than that one is wrong.
 * They differ with the machine, not with the migration: 2307 and 2792 module not found, 2580 to 2593 a global of
 * uninstalled type definitions, 2688 type library not found, 2875 no JSX runtime, 7000 to 7057 implicit any.
 */
function isNoise(code: number): boolean {
  const isGlobalOfMissingTypes = code >= 2580 && code <= 2593;
  return isGlobalOfMissingTypes || [2307, 2688, 2792, 2875].includes(code) || (code >= 7000 && code <= 7057);
}

/** Type and syntax errors in the dependent's own files, by path, with the core mounted. Only files with errors are listed. */
export function typeErrors(check: TypeCheck): Map<string, TypeError[]> {
  const { root, parsed } = check;
  const core = new CoreMount(check.core);
  const finder = new OptionsFinder(root);
  const groups = new Map<string, { options: CheckOptions; files: string[] }>();
  for (const path of check.files) {
    const absolute = posix.join(root, path);
    const options = forChecking(finder.optionsFor(absolute));
    const group = groups.get(options.key);
    if (group === undefined) groups.set(options.key, { options, files: [absolute] });
    else group.files.push(absolute);
  }
  const found = new Map<string, TypeError[]>();
  const textOf = (path: string): string | undefined =>
    path.startsWith(`${root}/`) ? check.textOf(path.slice(root.length + 1)) : undefined;
  for (const { options, files } of groups.values()) {
    const program = createMountedProgram({ root, options, rootFiles: files, core, textOf, parsed });
    for (const absolute of files) {
      const file = program.getSourceFile(absolute);
      const errors =
        file === undefined
          ? []
          : withinStack(
              () => errorsOf(program, file, core),
              () => [],
            );
      if (errors.length > 0) found.set(absolute.slice(root.length + 1), errors);
    }
  }
  return found;
}

/** Without a configuration of its own, a dependent's JavaScript is checked too: there is nothing else to count. */
function forChecking(found: CheckOptions): CheckOptions {
  if (found.configFile !== undefined) return found;
  return { ...found, key: `${found.key} checkJs`, options: { ...found.options, checkJs: true } };
}

function errorsOf(program: ts.Program, file: ts.SourceFile, core: CoreMount): TypeError[] {
  const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  return diagnostics
    .filter((each) => each.category === ts.DiagnosticCategory.Error)
    .filter((each) => !isNoise(each.code) || isMissingCoreModule(file, each, core))
    .map(({ code, start = 0, messageText }) => {
      const { line, character } = file.getLineAndCharacterOfPosition(start);
      const message = withoutMount(ts.flattenDiagnosticMessageText(messageText, " "));
      return { line: line + 1, column: character + 1, code, message };
    });
}

/** Files that a bundler can import and the compiler cannot. */
const ASSET = /\.(?:css|s[ac]ss|less|svg|png|jpe?g|gif|webp|woff2?|html|md|ya?ml)(?:[?#].*)?$/i;

/** A module of the core that is gone is what the count is about. */
function isMissingCoreModule(file: ts.SourceFile, { code, start, length }: ts.Diagnostic, core: CoreMount): boolean {
  if (code !== 2307 && code !== 2792) return false;
  if (start === undefined || length === undefined) return false;
  const specifier = file.text.slice(start + 1, start + length - 1);
  return core.names(specifier) && !ASSET.test(specifier);
}
