import type { Checkpoint, CheckpointFile } from "./checkpoint-record.js";
import { type FileState, readState, sameBytes } from "./files.js";
import { followMoves } from "./follow-moves.js";
import { insidePath } from "./inside-path.js";
import { rangesBack } from "./ranges-back.js";
import { type FlaggedLine, type InvertedText, takeBack } from "./take-back.js";

export interface RollbackOptions {
  readonly target: string;
  readonly checkpoint: Checkpoint;
  /** Restores a file of the checkpoint although it was edited since, losing that edit. */
  readonly force: boolean;
  /** Takes the migration back in texts. Absent where what was applied is not known. */
  readonly invert?: Invert;
  /** Paths of files outside of the checkpoint that were changed or made since. */
  readonly others?: readonly string[];
  /** Names of the core's packages, whose ranges were raised; by default the checkpoint's. */
  readonly packages?: readonly string[];
}

/** Texts by path, after the inverse operations; those that these cannot read, or do not reach into, are left out. */
export type Invert = (texts: ReadonlyMap<string, Uint8Array>) => Promise<ReadonlyMap<string, InvertedText>>;

export interface RolledBackFile {
  readonly path: string;
  /** `inverted`: what was edited or made since speaks of the old version again. `remade`: by the package manager. */
  readonly action: "restored" | "removed" | "merged" | "inverted" | "remade" | "unchanged" | "conflict";
  /** Why a person is needed, for a conflict. */
  readonly reason?: string;
  /** The path in the checkpoint, where the file was moved since. */
  readonly moved_from?: string;
  /** Places in the file as it is now that a person has to look at. */
  readonly flagged?: readonly FlaggedLine[];
}

export interface Decision {
  readonly file: RolledBackFile;
  readonly current: FileState | null;
  /** What to put there; undefined leaves the file as it is. */
  readonly put?: FileState | null;
}

/** A file of the checkpoint where it is now. */
interface Place extends CheckpointFile {
  readonly current: FileState | null;
  readonly movedFrom?: string;
}

/** One with contents at all three times, none like another. */
interface EditedPlace extends Place {
  readonly before: FileState;
  readonly after: FileState;
  readonly current: FileState;
}

export async function decideFiles(options: RollbackOptions): Promise<Decision[]> {
  const { checkpoint, force, invert } = options;
  const own = new Set(checkpoint.files.map(({ path }) => path));
  const others = await readStates(
    options,
    (options.others ?? []).filter((path) => !own.has(path)),
  );
  const places = await findPlaces(options, others);
  const edited = force ? [] : places.filter(isEdited);
  const found = new Set(places.map(({ path }) => path));
  const fresh = [...others].filter(([path]) => !found.has(path));
  const now = [...edited.map(({ path, current }) => [path, current] as const), ...fresh];
  const inverse = {
    current: (await invert?.(bytesIn(now))) ?? new Map<string, InvertedText>(),
    after: (await invert?.(bytesIn(edited.map(({ path, after }) => [path, after])))) ?? new Map<string, InvertedText>(),
  };
  return [
    ...places.map((place) => {
      const decided = isEdited(place) && !force ? decideEdited(place, inverse, options) : decide(place, force);
      const { movedFrom } = place;
      return movedFrom === undefined ? decided : { ...decided, file: { ...decided.file, moved_from: movedFrom } };
    }),
    ...fresh.flatMap(([path, current]) => decideOther(path, current, inverse.current.get(path))),
  ];
}

async function readStates({ target }: RollbackOptions, paths: readonly string[]): Promise<Map<string, FileState>> {
  const states = new Map<string, FileState>();
  for (const path of paths) {
    const state = await readState(await insidePath(target, path));
    if (state !== null) states.set(path, state);
  }
  return states;
}

async function findPlaces(
  { target, checkpoint, force }: RollbackOptions,
  others: ReadonlyMap<string, FileState>,
): Promise<Place[]> {
  const places: Place[] = [];
  for (const file of checkpoint.files) {
    const current = await readState(await insidePath(target, file.path));
    const isUnknown = checkpoint.unfinished !== undefined && sameBytes(file.before, file.after);
    places.push({ ...file, current, ...(isUnknown && { after: current }) });
  }
  if (force) return places;
  const gone = places.flatMap(({ path, before, after, current, settled = after }) =>
    current === null && before !== null && settled !== null ? [[path, settled] as const] : [],
  );
  const moves = followMoves(bytesIn(gone), bytesIn([...others]));
  return places.map((place) => {
    const path = moves.get(place.path);
    return path === undefined ? place : { ...place, path, movedFrom: place.path, current: others.get(path) ?? null };
  });
}

function bytesIn(states: readonly (readonly [path: string, state: FileState])[]): Map<string, Uint8Array> {
  return new Map(states.map(([path, { bytes }]) => [path, bytes]));
}

function isEdited(place: Place): place is EditedPlace {
  const { before, after, current, settled } = place;
  if (before === null || after === null || current === null) return false;
  return ![before, after, settled].some((state) => state !== undefined && sameBytes(current, state));
}

function decide({ path, before, after, current, settled }: Place, force: boolean): Decision {
  if (before === null) return decideCreated(path, after, current, force);
  const mode = modeOf(before, after, current);
  const isBefore = sameBytes(current, before);
  if (isBefore && current?.mode === mode) return { file: { path, action: "unchanged" }, current };
  if (!force && settled !== undefined && sameBytes(current, settled)) {
    return { file: { path, action: "unchanged" }, current };
  }
  if (force || isBefore || sameBytes(current, after)) {
    return { file: { path, action: "restored" }, current, put: { bytes: before.bytes, mode } };
  }
  if (current === null) return conflict(path, current, "it was deleted since");
  return conflict(path, current, "the migration deleted it, and it was created anew since");
}

/** A mode that was changed since is an edit of its own, and kept. */
function modeOf(before: FileState, after: FileState | null, current: FileState | null): number {
  return current === null || after === null || current.mode === after.mode ? before.mode : current.mode;
}

function decideCreated(path: string, after: FileState | null, current: FileState | null, force: boolean): Decision {
  if (current === null) return { file: { path, action: "unchanged" }, current };
  if (force || sameBytes(current, after)) return { file: { path, action: "removed" }, current, put: null };
  return conflict(path, current, "the migration created it, and it was edited since");
}

function decideEdited(
  { path, before, after, current }: EditedPlace,
  inverse: { readonly after: ReadonlyMap<string, InvertedText>; readonly current: ReadonlyMap<string, InvertedText> },
  { packages, checkpoint }: RollbackOptions,
): Decision {
  const ranges = rangesBack(path, before.bytes, after.bytes, new Set(packages ?? [checkpoint.package]));
  const invert = (state: FileState, side: "after" | "current"): InvertedText =>
    ranges?.(state.bytes) ?? inverse[side].get(path) ?? { bytes: state.bytes, flagged: [] };
  const isCode = ranges === undefined && inverse.current.has(path) && inverse.after.has(path);
  const texts = { before: before.bytes, after: after.bytes, current: current.bytes };
  const both = { after: invert(after, "after"), current: invert(current, "current") };
  const taken = takeBack(texts, both, isCode);
  if (taken === undefined) return conflict(path, current, "it was edited since in the same lines");
  const { bytes, inverted, flagged } = taken;
  return {
    file: { path, action: inverted ? "inverted" : "merged", ...(flagged.length > 0 && { flagged }) },
    current,
    put: { bytes, mode: modeOf(before, after, current) },
  };
}

function decideOther(path: string, current: FileState, inverted: InvertedText | undefined): Decision[] {
  if (inverted === undefined) return [];
  const { bytes, flagged } = inverted;
  const isSame = sameBytes(current, { ...current, bytes });
  if (isSame && flagged.length === 0) return [];
  const file = { path, ...(flagged.length > 0 && { flagged }) };
  if (isSame) return [{ file: { ...file, action: "unchanged" }, current }];
  return [{ file: { ...file, action: "inverted" }, current, put: { bytes, mode: current.mode } }];
}

function conflict(path: string, current: FileState | null, reason: string): Decision {
  return { file: { path, action: "conflict", reason }, current };
}
