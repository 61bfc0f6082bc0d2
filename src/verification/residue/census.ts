import type { CoreSources } from "../../domain/core-sources.js";
import type { FileChange, OperationResult, RemainingUse, Residue } from "../../domain/edit.js";
import { compareText } from "../../domain/hash.js";
import type { Manifest } from "../../domain/manifest.js";
import type { Operation } from "../../domain/operation.js";
import { placeAt } from "../../domain/place.js";
import type { ParsedFiles } from "../../languages/typescript/mount/parsed-files.js";
import { activate, type ActiveOperation } from "../../migration/edit/active.js";
import { isMarkdown } from "../../migration/edit/code-blocks.js";
import { mentionTest } from "../../migration/edit/mentions.js";
import { ownModules } from "../../migration/edit/own-modules.js";
import { decodeText } from "../../migration/edit/text.js";
import { modulesOf, type NameChange, nameChanges } from "../../operations/compose/name-changes.js";
import { mapText } from "../text-mapping.js";
import { type ApiUse, findApiUses } from "./api-uses.js";
import { findDataUses } from "./data-uses.js";

export interface CensusInput {
  /** Absolute path of the dependent's folder, with `/` between its parts. */
  readonly root: string;
  /** Every file that was open to the migration, relative to the root. */
  readonly files: readonly string[];
  /** Bytes as they were before the migration. */
  readonly readFile: (path: string) => Uint8Array;
  readonly manifest: Manifest;
  /** The core at the manifest's `from`, or undefined where it could not be had. */
  readonly core: CoreSources | undefined;
  readonly changes: readonly FileChange[];
  /** What the migration says that it did. */
  readonly results: readonly OperationResult[];
  /** Kept between looks at the same dependent, so that each file is parsed once. */
  readonly parsed?: ParsedFiles | undefined;
  /** Files that say something to all others, relative to the root. */
  readonly forAll?: readonly string[] | undefined;
}

const SOURCE = /\.[cm]?[jt]sx?$/;

/**
 * Looks for what is left of the old API in every file that mentions it, edited or not, whichever of the manifest's operations were
 * carried out. In the files as they were, types tell all uses, and those are left that no operation edited. Then the edited files are
 * looked at as they are now: what is certainly the old API there is left, whatever the migration says that it did.
 */
export function takeCensus(input: CensusInput): Residue {
  const { root, files, readFile, manifest, core, changes, parsed, forAll } = input;
  const renamed = new Map(
    manifest.operations.map((each) => [each.id, nameChanges({ operation: each, step: manifest }, modulesOf(manifest))]),
  );
  const operations = activeOperations(
    manifest,
    manifest.operations.filter(({ id }) => (renamed.get(id) ?? []).length > 0),
  );
  const given = new Set([...renamed.values()].flat().flatMap(newName));
  const { texts, unreadable } = readTexts(input, operations);
  const bytesNow = new Map(changes.map(({ path, after }) => [path, after]));
  const textsNow = new Map(
    [...bytesNow].filter(([path]) => texts.has(path)).map(([path, bytes]) => [path, decodeText(bytes)?.text ?? ""]),
  );
  const search = { root, manifest, core, operations, ownModules: ownModules(input), parsed, forAll };
  const { uses, unparsable } = findApiUses(search, texts);
  const left = new Map<string, RemainingUse>();

  const edited = editedPlaces(input.results);
  const mappings = new Map([...textsNow].map(([path, now]) => [path, mapText(texts.get(path) ?? "", now)]));
  for (const use of uses) {
    const { line, column } = placeAt(texts.get(use.path) ?? "", use.start);
    if (edited.has(`${use.operation} ${use.path}:${line}:${column}`)) continue;
    add(use, mappings.get(use.path)?.offsetAfter(use.offset) ?? use.offset);
  }
  for (const use of findApiUses(search, textsNow).uses) {
    // A name that was given in this migration may be an old one, too.
    const isOld = use.certainty === "certain" && use.kind !== "call" && !use.isDetour && !given.has(use.name);
    if (isOld) add(use, use.offset);
  }
  const data = findDataUses({
    files: files.filter((path) => !SOURCE.test(path)),
    readFile: (path) => bytesNow.get(path) ?? readFile(path),
    operations,
    isGiven: (path, key) => bytesNow.has(path) && given.has(key),
  });
  return {
    uses: [...left.values(), ...data.uses].sort(compareUses),
    files_looked_at: new Set([...texts.keys(), ...data.files]).size - unparsable.length,
    not_looked_at: [...unreadable, ...unparsable].sort((a, b) => compareText(a.path, b.path)),
    typed: core !== undefined,
  };

  function add({ path, operation, certainty, reason }: ApiUse, offset: number): void {
    const place = placeAt(textsNow.get(path) ?? texts.get(path) ?? "", offset);
    const key = `${operation} ${path}:${place.line}:${place.column}`;
    if (!left.has(key)) left.set(key, { path, ...place, operation, certainty, reason });
  }
}

/** Every operation is looked for, whatever was approved or left out. */
function activeOperations({ operations, provenance }: Manifest, wanted: readonly Operation[]) {
  const selection = { thresholds: provenance.thresholds, approved: [], skipped: [] };
  return new Map(
    wanted.flatMap((each): [string, ActiveOperation][] => {
      const active = activate(each, operations, selection);
      return active === undefined ? [] : [[each.id, active]];
    }),
  );
}

/** The sources and documents that mention a name, as they were, by path. */
function readTexts({ files, readFile, core }: CensusInput, operations: ReadonlyMap<string, ActiveOperation>) {
  const targets = [...operations.values()].flatMap(({ codemod }) => codemod.targets);
  const isMentioned = mentionTest(targets, core);
  const texts = new Map<string, string>();
  const unreadable: { path: string; reason: string }[] = [];
  for (const path of files) {
    if (!SOURCE.test(path) && !isMarkdown(path)) continue;
    const decoded = decodeText(readFile(path));
    if (decoded === undefined) unreadable.push({ path, reason: "it is not UTF-8 text" });
    else if (isMentioned(decoded.text)) texts.set(path, decoded.text);
  }
  return { texts, unreadable };
}

function editedPlaces(results: readonly OperationResult[]): Set<string> {
  const edited = results.flatMap(({ sites }) => sites.filter(({ action }) => action === "edited"));
  return new Set(edited.map(({ operation, path, line, column }) => `${operation} ${path}:${line}:${column}`));
}

/** What a dependent writes after the change: the name, or the module. */
function newName({ become, holder, subject }: NameChange): string[] {
  const name = become?.(holder ?? subject);
  return name === undefined ? [] : [name.path.at(-1) ?? name.module];
}

function compareUses(a: RemainingUse, b: RemainingUse): number {
  return compareText(a.path, b.path) || a.line - b.line || a.column - b.column || compareText(a.operation, b.operation);
}
