import picomatch from "picomatch";
import type { CoreSources } from "../../domain/core-sources.js";
import type { FileChange, OperationResult } from "../../domain/edit.js";
import type { Operation } from "../../domain/operation.js";
import { isForAll } from "../../languages/typescript/mount/batches.js";
import type { ParsedFiles } from "../../languages/typescript/mount/parsed-files.js";
import { type ExportLookup, exportLookup } from "../../languages/typescript/uses/exports.js";
import type { IsExported } from "../../languages/typescript/rewrite/context.js";
import { type SearchedFile, searchUses } from "../../languages/typescript/uses/search.js";
import { type ActiveOperation, activate, askInstead, type Selection } from "./active.js";
import { type CodeBlock, codeBlocks, type EditedBlock, editedDocument, isMarkdown } from "./code-blocks.js";
import { editDataFile } from "./edit-data.js";
import { type Arrival, type Destinations, type EditedFile, editFile } from "./edit-file.js";
import { memberWays } from "./member-ways.js";
import { mentionTest } from "./mentions.js";
import { ownModules } from "./own-modules.js";
import { Tally } from "./tally.js";
import { type DecodedText, decodeText } from "./text.js";

export interface SourceMigration extends Selection {
  /** Absolute path of the dependent's folder, with `/` between its parts. */
  readonly root: string;
  /** Every file of the dependent that may be edited, relative to the root. Those that are no sources are data files. */
  readonly files: readonly string[];
  /** Of those, the ones to carry the operations out in; absent for all. */
  readonly among?: readonly string[];
  /** Files whose types count for all others, where they were found before. */
  readonly forAll?: readonly string[];
  readonly readFile: (path: string) => Uint8Array;
  /** Name of the core's package. */
  readonly package: string;
  readonly operations: readonly Operation[];
  /** Without `from`, names are renamed that an import binds, and members are flagged. */
  readonly core: { readonly from?: CoreSources | undefined; readonly to?: CoreSources | undefined };
  /** Operations that are not to touch a file, by path: they went through it before. */
  readonly excluded?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Operations that are undone in a file, by path: a person is asked at each place instead. */
  readonly undone?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Offsets, by path, at which every operation is undone. */
  readonly undoneAt?: ReadonlyMap<string, ReadonlySet<number>>;
  /** Kept between looks at the same core, so that each file is parsed once. */
  readonly parsed?: ParsedFiles;
  /** True where each operation has a use: all that they lead to is then read at once. */
  readonly isThorough?: boolean;
}

export interface SourceMigrationResult {
  readonly changes: readonly FileChange[];
  readonly results: readonly OperationResult[];
  /** Files that were left alone because they cannot be read as what they are, with the reason. */
  readonly unparsable: readonly { readonly path: string; readonly reason: string }[];
  /** Number of source files looked at. */
  readonly scanned: number;
  /** Those that say something to all others, such as global types, whether or not they name anything involved. */
  readonly forAll: readonly string[];
}

const SOURCE = /\.[cm]?[jt]sx?$/;
const TYPESCRIPT = /\.[cm]?tsx?$/;

/**
 * Turns the operations of a manifest into changes of a dependent's files. Reads, never writes. The operations speak
 * of the `from` API: whether a dependent is on it still is for the caller to know, and what was swapped would be
 * swapped back by a second run.
 */
export function migrateSources(migration: SourceMigration): SourceMigrationResult {
  const active = new Map<string, ActiveOperation>();
  for (const operation of migration.operations) {
    const found = activate(operation, migration.operations, migration);
    if (found !== undefined) active.set(operation.id, found);
  }
  const tally = new Tally();
  const isMentioned = mentionTest(
    [...active.values()].flatMap(({ codemod }) => codemod.targets),
    migration.core.from,
  );
  const texts = new Map<string, DecodedText>();
  const files = migration.among ?? migration.files;
  const sources = files.filter((path) => SOURCE.test(path));
  const found: string[] = [];
  for (const path of sources) {
    const decoded = decodeText(migration.readFile(path));
    if (decoded === undefined) {
      tally.unparsable.push({ path, reason: "it is not UTF-8 text" });
      continue;
    }
    if (TYPESCRIPT.test(path) && isForAll(path, decoded.text)) found.push(path);
    if (isMentioned(decoded.text)) texts.set(path, decoded);
  }
  const documents = documentsOf(migration, files, isMentioned);
  const blocks = new Map([...documents.values()].flatMap((each) => each.blocks).map((block) => [block.path, block]));
  for (const { path, text } of blocks.values()) texts.set(path, { text, bom: false });

  const forAll = migration.forAll ?? found;
  const destinations = destinationsIn(migration);
  const looked = new Map<string, EditedFile | { readonly unparsable: string }>();
  for (const file of search({ ...migration, forAll }, active, texts)) {
    const block = blocks.get(file.path);
    const { text = "" } = texts.get(file.path) ?? {};
    const operations = operationsIn(block?.document ?? file.path);
    looked.set(
      file.path,
      file.unparsable === undefined
        ? editFile(file, text, operations, destinations, block === undefined)
        : { unparsable: file.unparsable },
    );
  }
  for (const [path, decoded] of texts) {
    const result = looked.get(path);
    if (result === undefined || blocks.has(path)) continue;
    if ("unparsable" in result) tally.unparsable.push({ path, reason: result.unparsable });
    else tally.add(path, decoded, result);
  }
  for (const [path, { decoded, blocks: own }] of documents) {
    // What is left out of an example may keep it from being understood.
    const edited = own.flatMap((block): EditedBlock[] => {
      const result = looked.get(block.path);
      return result === undefined || "unparsable" in result ? [] : [{ block, edited: result }];
    });
    tally.add(path, decoded, editedDocument(decoded.text, edited));
  }
  editDataFiles(migration, files, active, tally);
  return {
    changes: tally.changes,
    results: migration.operations.map((each) => tally.resultOf(each, active.has(each.id), migration)),
    unparsable: tally.unparsable,
    scanned: sources.length,
    forAll,
  };

  function operationsIn(path: string): ReadonlyMap<string, ActiveOperation> {
    const excluded = migration.excluded?.get(path);
    const undone = withNeedy(migration.undone?.get(path), migration.operations);
    const undoneAt = migration.undoneAt?.get(path);
    const left = [...active].filter(([id]) => excluded?.has(id) !== true);
    return new Map(
      left.map(([id, operation]) => [id, undone.has(id) ? askInstead(operation) : { ...operation, undoneAt }]),
    );
  }
}

/** Operations make no sense without those that they depend on: what is undone takes them along. */
function withNeedy(undone: Iterable<string> = [], operations: readonly Operation[]): ReadonlySet<string> {
  const found = new Set(undone);
  for (const id of found) {
    for (const each of operations) if (each.depends_on.includes(id)) found.add(each.id);
  }
  return found;
}

interface Document {
  readonly decoded: DecodedText;
  readonly blocks: readonly CodeBlock[];
}

/** Markdown files with examples that can hold a use. */
function documentsOf(
  migration: SourceMigration,
  files: readonly string[],
  isMentioned: (text: string) => boolean,
): Map<string, Document> {
  const found = new Map<string, Document>();
  for (const path of files.filter(isMarkdown)) {
    const decoded = decodeText(migration.readFile(path));
    if (decoded === undefined) continue;
    const blocks = codeBlocks(path, decoded.text, packagesOf(migration)).filter(({ text }) => isMentioned(text));
    if (blocks.length > 0) found.set(path, { decoded, blocks });
  }
  return found;
}

function packagesOf({ core, package: name }: SourceMigration): string[] {
  return [...new Set([name, ...(core.from?.packages.map((each) => each.name) ?? [])])];
}

function* search(
  migration: SourceMigration,
  active: ReadonlyMap<string, ActiveOperation>,
  texts: ReadonlyMap<string, DecodedText>,
): Iterable<SearchedFile> {
  if (texts.size === 0) return;
  const { root, core } = migration;
  yield* searchUses({
    root,
    files: [...texts.keys()],
    textOf: (path) => texts.get(path)?.text,
    core: core.from,
    packages: packagesOf(migration),
    targets: new Map([...active].map(([id, { codemod }]) => [id, codemod.targets])),
    parsed: migration.parsed,
    ownModules: ownModules(migration),
    forAll: migration.forAll,
  });
}

/** Looks things up in the `to` API. */
function destinationsIn(migration: SourceMigration): Destinations {
  const { root, core, operations, parsed, isThorough = false } = migration;
  const memberWay = memberWays(migration);
  const { to } = core;
  if (to === undefined) return { arrival: () => undefined, isExported: () => false, memberWay };
  const named = operations.flatMap(({ match }) => [match["module"], match["to_module"], match["to"]]);
  const lookup = exportLookup(root, to, { parsed, together: isThorough ? named.map(String) : [] });
  const isExported: IsExported = (module, name) => lookup(module, name) !== undefined;
  return { arrival: arrivals(operations, lookup), isExported, memberWay };
}

/** Looks up the ends of moves. What moves into a namespace is not followed. */
function arrivals(operations: readonly Operation[], lookup: ExportLookup): Arrival {
  const moved = new Map(
    operations
      .filter(({ kind, match }) => kind === "rename.import" && match["symbols"] === undefined)
      .map(({ match }) => [String(match["from"]), String(match["to"])]),
  );
  return ({ found: { clause, target, use, way }, to: { module, container, name } }) => {
    if (way !== undefined && module === undefined && container === undefined) {
      return lookup(moved.get(way.module) ?? way.module, [...way.container, name ?? target.name].join("."));
    }
    if (use.kind !== "name" || (container ?? target.container.join(".")) !== "") return undefined;
    const specifier = clause?.specifier.text ?? target.module;
    return lookup(module ?? moved.get(specifier) ?? specifier, name ?? use.name);
  };
}

function editDataFiles(
  migration: SourceMigration,
  files: readonly string[],
  active: ReadonlyMap<string, ActiveOperation>,
  tally: Tally,
): void {
  const matchers = [...active.values()]
    .filter(({ codemod }) => codemod.dataGlobs.length > 0)
    .map((operation) => ({ operation, matches: picomatch([...operation.codemod.dataGlobs], { dot: true }) }));
  if (matchers.length === 0) return;
  for (const path of files) {
    if (SOURCE.test(path)) continue;
    const operations = matchers.filter(({ matches }) => matches(path)).map(({ operation }) => operation);
    if (operations.length === 0) continue;
    const decoded = decodeText(migration.readFile(path));
    if (decoded === undefined) tally.unparsable.push({ path, reason: "it is not UTF-8 text" });
    else tally.add(path, decoded, editDataFile(path, decoded.text, operations));
  }
}
