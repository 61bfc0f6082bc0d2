import { ts } from "ts-morph";
import type { CoreSources } from "../../../domain/core-sources.js";
import type { Edit } from "../../../domain/edit.js";
import { type Batch, batchesOf } from "../mount/batches.js";
import { CoreMount } from "../mount/core-mount.js";
import { withinStack } from "../mount/nesting.js";
import type { ParsedFiles } from "../mount/parsed-files.js";
import type { OwnModules } from "../mount/program.js";
import { type CommentAnchor, commentAnchor } from "../rewrite/anchors.js";
import { callEdits } from "../rewrite/call-edit.js";
import type { IsExported, Move } from "../rewrite/context.js";
import { referencesToElement } from "../rewrite/locals.js";
import { planRelocations, type RelocationPlan } from "../rewrite/relocate.js";
import { isToldByName, mayTellByName } from "./by-name.js";
import { findUses } from "./find.js";
import type { Found } from "./found.js";
import type { Meaning } from "./exports.js";
import { meaningAt, NOT_KNOWN } from "./meaning.js";
import { type Receiver, receiverOf } from "./receiver.js";
import type { ArgumentChange, Target } from "./use.js";
import { openView, type View, type ViewInput } from "./view.js";

export interface UseSearch {
  /** Absolute path of the dependent. */
  readonly root: string;
  /** Sources to search, relative to the root. */
  readonly files: readonly string[];
  /** Text of a file of the dependent by relative path, or undefined for one that is read from disk. */
  readonly textOf: (path: string) => string | undefined;
  readonly core: CoreSources | undefined;
  /** Names of the core's packages, also where its sources could not be had. */
  readonly packages: readonly string[];
  readonly targets: ReadonlyMap<string, readonly Target[]>;
  /** Kept between looks at the same core, so that each file is parsed once. */
  readonly parsed?: ParsedFiles | undefined;
  readonly ownModules?: OwnModules | undefined;
}

/** One searched file. */
export interface SearchedFile {
  readonly path: string;
  /** The compiler's message, where the file cannot be parsed; nothing is found in it then. */
  readonly unparsable: string | undefined;
  readonly found: readonly FoundUse[];
  relocate(moves: readonly Move[], isExported: IsExported): RelocationPlan;
  /** Edits of one call's arguments, or undefined where they cannot be written. */
  passing(call: ts.Node, changes: readonly ArgumentChange[]): readonly Edit[] | undefined;
  anchorAt(offset: number): CommentAnchor;
  /** Whether a name is meant as a value or as a type. */
  meaningOf(found: Found): Meaning;
  /** Where the name that an import binds is used. */
  referencesOf(found: Found): readonly number[];
  /** What a member is taken from. */
  receiverOf(found: Found): Receiver | undefined;
}

export interface FoundUse {
  /** The key in `targets` of what is used. */
  readonly id: string;
  readonly found: Found;
}

/** Finds every use of the targets in the given files, with types from the core's sources. */
export function* searchUses(search: UseSearch): Generator<SearchedFile> {
  const core = search.core === undefined ? undefined : new CoreMount(search.core);
  const { root, files, packages, targets, textOf, ownModules, parsed = new Map() } = search;
  for (const batch of batchesOf({ root, files, textOf, parsed })) {
    yield* searchBatch({ root, options: batch.options, core, packages, targets, textOf, parsed, ownModules }, batch);
  }
}

/** Types are loaded for the files that need them: most name the core's exports and nothing else. */
function* searchBatch(input: ViewInput, { files, rootFiles }: Batch): Generator<SearchedFile> {
  const { root, core, targets } = input;
  const named =
    core !== undefined && mayTellByName([...targets.values()].flat()) ? openView(input, files, true) : undefined;
  const told = new Set(named === undefined ? [] : files.filter((path) => isTold(named, path)));
  const typedFiles = rootFiles.filter((path) => !told.has(path));
  const typed = told.size === files.length ? undefined : openView(input, typedFiles, false);
  for (const absolute of files) {
    const view = told.has(absolute) ? named : typed;
    const file = view?.program.getSourceFile(absolute);
    if (view === undefined || file === undefined) continue;
    const path = absolute.slice(root.length + 1);
    yield searched(path, file, input.textOf(path), view);
  }
}

function isTold({ program, context }: View, path: string): boolean {
  const file = program.getSourceFile(path);
  if (file === undefined) return false;
  return withinStack(
    () => isToldByName(file, context),
    () => false,
  );
}

function searched(
  path: string,
  file: ts.SourceFile,
  text: string | undefined,
  { program, context }: View,
): SearchedFile {
  const error = text !== undefined && text !== file.text ? TOO_DEEP : syntaxError(program, file);
  const uses =
    error === undefined
      ? withinStack(
          () => findUses(file, context),
          () => undefined,
        )
      : undefined;
  const unparsable = error ?? (uses === undefined ? TOO_DEEP : undefined);
  return {
    path,
    unparsable,
    found: uses?.found.map((found) => ({ id: found.target.id, found })) ?? [],
    relocate: (moves, isExported) =>
      uses === undefined
        ? { edits: [], refused: new Map() }
        : planRelocations(uses, context.index.checker, moves, isExported),
    passing: (node, changes) =>
      ts.isCallExpression(node) || ts.isNewExpression(node) ? callEdits(node, changes) : undefined,
    anchorAt: (offset) => commentAnchor(file, offset),
    meaningOf: (found) => (uses === undefined ? NOT_KNOWN : meaningAt(uses, context.index.checker, found)),
    referencesOf: ({ element }) =>
      uses === undefined || element === undefined
        ? []
        : referencesToElement(uses, context.index.checker, element).map((id) => id.getStart()),
    receiverOf: ({ node }) => receiverOf(node, context),
  };
}

const TOO_DEEP = "it is nested too deeply";

/** TypeScript-only syntax in a JavaScript file, such as Flow's, does not keep the file from being understood. */
const SYNTAX_FOR_TYPESCRIPT_ONLY = { first: 8000, last: 8999 };

function syntaxError(program: ts.Program, file: ts.SourceFile): string | undefined {
  const error = program
    .getSyntacticDiagnostics(file)
    .find(({ code }) => code < SYNTAX_FOR_TYPESCRIPT_ONLY.first || code > SYNTAX_FOR_TYPESCRIPT_ONLY.last);
  if (error === undefined) return undefined;
  const { line } = file.getLineAndCharacterOfPosition(error.start);
  return `line ${line + 1}: ${ts.flattenDiagnosticMessageText(error.messageText, " ")}`;
}
