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
import { type BareViews, type Opened, openByItself } from "./by-itself.js";
import { isToldByName, mayTellByName } from "./by-name.js";
import { findUses } from "./find.js";
import type { Found } from "./found.js";
import type { Meaning } from "./exports.js";
import { meaningAt, NOT_KNOWN } from "./meaning.js";
import { placesOf } from "./places.js";
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
  /** Files that say something to all others, relative to the root; their types count although they may not be searched. */
  readonly forAll?: readonly string[] | undefined;
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
  const { root, files, packages, targets, textOf, ownModules, forAll, parsed = new Map() } = search;
  const bare: BareViews = { ofModules: new Map(), ofAll: new Map() };
  for (const batch of batchesOf({ root, files, textOf, parsed, forAll })) {
    const input = { root, options: batch.options, core, packages, targets, textOf, parsed, ownModules };
    yield* searchBatch(input, bare, batch);
  }
}

/**
 * Files are looked at with as little as tells what their names stand for: by themselves; with the core, where they name nothing but
 * its exports; with all types. Those that are looked at by themselves come first.
 */
function* searchBatch(input: ViewInput, bare: BareViews, batch: Batch): Generator<SearchedFile> {
  const { root, core, targets } = input;
  const textOf = (path: string): string | undefined => input.textOf(path.slice(root.length + 1));
  const mayBeTold = core !== undefined && mayTellByName([...targets.values()].flat());
  const byThemselves = new Set<string>();
  for (const path of mayBeTold ? batch.files : []) {
    const text = textOf(path);
    const opened = text === undefined ? undefined : openByItself(input, bare, path, text);
    if (opened === undefined) continue;
    byThemselves.add(path);
    yield found(path, opened);
  }
  const others = batch.files.filter((path) => !byThemselves.has(path));
  const named = mayBeTold && others.length > 0 ? openView(input, others, true) : undefined;
  const told = new Map(named === undefined ? [] : others.flatMap((path) => toldByName(named, path)));
  const isNeeded = (path: string): boolean => batch.forAll.has(path) || !(byThemselves.has(path) || told.has(path));
  const typedFiles = batch.rootFiles.filter(isNeeded);
  const typed = told.size === others.length ? undefined : openView(input, typedFiles, false);
  for (const path of others) {
    const opened = told.get(path) ?? openTyped(path);
    if (opened !== undefined) yield found(path, opened);
  }

  function found(path: string, opened: Opened): SearchedFile {
    return searched(path.slice(root.length + 1), textOf(path), opened);
  }

  function openTyped(path: string): Opened | undefined {
    const file = typed?.program.getSourceFile(path);
    return typed === undefined || file === undefined ? undefined : { file, ...typed };
  }
}

function toldByName(view: View, path: string): [path: string, Opened][] {
  const file = view.program.getSourceFile(path);
  if (file === undefined) return [];
  return withinStack(
    () => {
      const places = placesOf(file);
      return isToldByName(file, view.context, places) ? [[path, { file, places, ...view }]] : [];
    },
    () => [],
  );
}

function searched(path: string, text: string | undefined, opened: Opened): SearchedFile {
  const { file, program, context, places } = opened;
  const error = text !== undefined && text !== file.text ? TOO_DEEP : syntaxError(program, file);
  const uses =
    error === undefined
      ? withinStack(
          () => findUses(file, context, places),
          () => undefined,
        )
      : undefined;
  const unparsable = error ?? (uses === undefined ? TOO_DEEP : undefined);
  return {
    path,
    unparsable,
    found: uses?.found.map((found) => ({ id: found.target.id, found })) ?? [],
    relocate: (moves, isExported) =>
      uses === undefined ? { edits: [], refused: new Map() } : planRelocations(uses, moves, isExported),
    passing: (node, changes) =>
      ts.isCallExpression(node) || ts.isNewExpression(node) ? callEdits(node, changes) : undefined,
    anchorAt: (offset) => commentAnchor(file, offset),
    meaningOf: (found) => (uses === undefined ? NOT_KNOWN : meaningAt(uses, found)),
    referencesOf: ({ element }) =>
      uses === undefined || element === undefined ? [] : referencesToElement(uses, element).map((id) => id.getStart()),
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
