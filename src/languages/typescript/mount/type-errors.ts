import { ts } from "ts-morph";
import type { CoreSources } from "../../../domain/core-sources.js";
import { type Place, placeAt } from "../../../domain/place.js";
import { type Batch, type Batching, batchesOf } from "./batches.js";
import { CoreMount, withoutMount } from "./core-mount.js";
import { withinStack } from "./nesting.js";
import type { CheckOptions } from "./options.js";
import { createMountedProgram, type MountedProgramInput } from "./program.js";

export interface TypeError extends Place {
  readonly code: number;
  readonly message: string;
}

/** Sources to check against one core. */
export interface TypeCheck extends Batching {
  readonly core: CoreSources;
}

/** An imported module, with advice on options, and one that is imported for its effects. */
const NOT_FOUND = [2307, 2792, 2882];

/**
 * Errors that say that something is not installed, or that a type is left out, rather than that one is wrong.
 * They differ with the machine, not with the migration: modules that are not found, 2580 to 2593 a global of
 * uninstalled type definitions, 2688 type library not found, 2875 no JSX runtime, 7000 to 7057 implicit any.
 */
function isNoise(code: number): boolean {
  const isGlobalOfMissingTypes = code >= 2580 && code <= 2593;
  return isGlobalOfMissingTypes || [...NOT_FOUND, 2688, 2875].includes(code) || (code >= 7000 && code <= 7057);
}

/** Type and syntax errors in the dependent's own files, by path, with the core mounted. Only files with errors are listed. */
export function typeErrors(check: TypeCheck): Map<string, TypeError[]> {
  const [found = new Map<string, TypeError[]>()] = typeErrorsInEach(check, [check]);
  return found;
}

/** The same for each of several states of the core and of the files, part by part: what they share is parsed once. */
export function typeErrorsInEach(
  check: Batching,
  states: readonly Pick<TypeCheck, "core" | "textOf">[],
): Map<string, TypeError[]>[] {
  const checked = states.map((state) => ({
    input: { ...check, textOf: textWithin(check.root, state.textOf), core: new CoreMount(state.core) },
    found: new Map<string, TypeError[]>(),
  }));
  for (const batch of batchesOf(check, forChecking)) {
    for (const { input, found } of checked) {
      for (const [path, errors] of errorsOfBatch(input, batch)) found.set(path, errors);
    }
  }
  return checked.map(({ found }) => found);
}

function textWithin(root: string, textOf: TypeCheck["textOf"]): TypeCheck["textOf"] {
  return (path) => (path.startsWith(`${root}/`) ? textOf(path.slice(root.length + 1)) : undefined);
}

interface BatchInput extends Pick<MountedProgramInput, "root" | "textOf" | "parsed"> {
  readonly core: CoreMount;
}

function errorsOfBatch(input: BatchInput, { options, files, rootFiles }: Batch): [path: string, TypeError[]][] {
  const program = createMountedProgram({ ...input, options, rootFiles });
  return files.flatMap((absolute): [string, TypeError[]][] => {
    const file = program.getSourceFile(absolute);
    const errors =
      file === undefined
        ? []
        : withinStack(
            () => errorsOf(program, file, input.core),
            () => [],
          );
    return errors.length === 0 ? [] : [[absolute.slice(input.root.length + 1), errors]];
  });
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
      const message = withoutMount(ts.flattenDiagnosticMessageText(messageText, " "));
      return { ...placeAt(file.text, start), code, message };
    });
}

/** Files that a bundler can import and the compiler cannot. */
const ASSET = /\.(?:css|s[ac]ss|less|svg|png|jpe?g|gif|webp|woff2?|html|md|ya?ml)(?:[?#].*)?$/i;

/** A module of the core that is gone is what the count is about. */
function isMissingCoreModule(file: ts.SourceFile, { code, start, length }: ts.Diagnostic, core: CoreMount): boolean {
  if (!NOT_FOUND.includes(code)) return false;
  if (start === undefined || length === undefined) return false;
  const specifier = file.text.slice(start + 1, start + length - 1);
  return core.names(specifier) && !ASSET.test(specifier);
}
