import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { messageOf, OnxError } from "../domain/errors.js";
import { blake3Hex, canonicalJson } from "../domain/hash.js";
import {
  blobHash,
  openBlobs,
  type ReadBlob,
  readStateBlob,
  storedState,
  storedStateOf,
  writeBlobs,
} from "./checkpoint-blobs.js";
import { type FileState, type FileTransition, writeAtomically } from "./files.js";

/** What says that a folder is a checkpoint. */
export const CHECKPOINT_FILE = "checkpoint.json";

const chosen = z.strictObject({
  /** True where operations were chosen by their ids, which those of a step do not share. */
  by_id: z.boolean(),
  min_confidence: z.number().optional(),
});

const checkpointSchema = z.strictObject({
  checkpoint_version: z.literal(1),
  package: z.string(),
  from: z.string(),
  to: z.string(),
  run_id: z.string(),
  status: z.enum(["applied", "rolled-back"]),
  /** One more than any checkpoint beside it had; earlier versions of onx-migrate did not count. */
  order: z.number().int().default(0),
  /** Fingerprints of the operations that went through the files. */
  operations: z.array(z.string()),
  files: z.array(
    z.strictObject({
      path: z.string(),
      before: storedState.nullable(),
      after: storedState.nullable(),
      settled: storedState.optional(),
    }),
  ),
  /** Until the lockfiles are brought along: the files of dependencies whose ranges were raised. */
  unfinished: z.array(z.string()).optional(),
  /** What was applied; earlier versions of onx-migrate did not keep it. */
  applied: z
    .strictObject({
      manifest: blobHash,
      stops: z.array(z.strictObject({ version: z.string(), manifest: blobHash })),
      chosen,
      others: blobHash,
    })
    .optional(),
});
type StoredCheckpoint = z.infer<typeof checkpointSchema>;

/** What takes a migration back where its files have moved on, or part of the way. */
export interface AppliedManifest {
  /** YAML. */
  readonly manifest: string;
  /** For a composed manifest: those that lead from the same beginning to each version on the way. */
  readonly stops: readonly { readonly version: string; readonly manifest: string }[];
  readonly chosen: z.infer<typeof chosen>;
  /** Hashes of the files that the migration left alone, by path. */
  readonly others: Readonly<Record<string, string>>;
}

export interface CheckpointHead {
  readonly package: string;
  readonly from: string;
  readonly to: string;
  readonly run_id: string;
  /** Fingerprints of the operations that went through the files. */
  readonly operations: readonly string[];
  readonly applied?: AppliedManifest;
  /** Until the lockfiles are brought along, their `after` is not known: the files of dependencies whose ranges were raised. */
  readonly unfinished?: readonly string[];
}

export interface Checkpoint extends CheckpointHead {
  readonly folder: string;
  readonly status: "applied" | "rolled-back";
  /** Of two checkpoints in one folder, the later migration's has the higher one. */
  readonly order: number;
  readonly files: readonly CheckpointFile[];
}

export interface CheckpointFile extends FileTransition {
  /** What a rollback made of it after it had been edited; one that is repeated leaves it alone. */
  readonly settled?: FileState;
}

export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  const place = join(folder, CHECKPOINT_FILE);
  const stored = parseRecord(await readRecord(place), place);
  const read = await openBlobs(folder);
  const files = await Promise.all(
    stored.files.map(async ({ path, before, after, settled = null }) => {
      const made = await readStateBlob(read, settled);
      return {
        path,
        before: await readStateBlob(read, before),
        after: await readStateBlob(read, after),
        ...(made !== null && { settled: made }),
      };
    }),
  );
  const { files: _files, checkpoint_version: _version, applied, unfinished, ...head } = stored;
  return {
    folder,
    ...head,
    files,
    ...(unfinished !== undefined && { unfinished }),
    ...(applied !== undefined && { applied: await readApplied(read, applied) }),
  };
}

/** Writes all that the record names, and the record last. */
export async function writeRecord(folder: string, checkpoint: Checkpoint): Promise<void> {
  const { folder: _folder, files: transitions, applied, unfinished, ...head } = checkpoint;
  const states = transitions.flatMap(({ before, after, settled = null }) => [before, after, settled]);
  const texts = applied === undefined ? [] : textsOf(applied);
  await writeBlobs(folder, [
    ...states.flatMap((state) => state?.bytes ?? []),
    ...texts.map((text) => Buffer.from(text)),
  ]);
  const files = transitions.map(({ path, before, after, settled }) => ({
    path,
    before: before && storedStateOf(before),
    after: after && storedStateOf(after),
    ...(settled !== undefined && { settled: storedStateOf(settled) }),
  }));
  const stored: StoredCheckpoint = {
    checkpoint_version: 1,
    ...head,
    operations: [...head.operations],
    files,
    ...(unfinished !== undefined && { unfinished: [...unfinished] }),
    ...(applied !== undefined && { applied: storedApplied(applied) }),
  };
  await writeAtomically(join(folder, CHECKPOINT_FILE), `${JSON.stringify(stored, null, 2)}\n`);
}

type StoredApplied = NonNullable<StoredCheckpoint["applied"]>;

function textsOf({ manifest, stops, others }: AppliedManifest): string[] {
  return [manifest, ...stops.map((stop) => stop.manifest), canonicalJson(others)];
}

function storedApplied({ manifest, stops, chosen, others }: AppliedManifest): StoredApplied {
  return {
    manifest: blake3Hex(manifest),
    stops: stops.map((stop) => ({ ...stop, manifest: blake3Hex(stop.manifest) })),
    chosen,
    others: blake3Hex(canonicalJson(others)),
  };
}

async function readApplied(blobs: ReadBlob, stored: StoredApplied): Promise<AppliedManifest> {
  const read = async (blob: string): Promise<string> => Buffer.from(await blobs(blob)).toString("utf8");
  const { manifest, stops, chosen, others } = stored;
  return {
    manifest: await read(manifest),
    stops: await Promise.all(stops.map(async (stop) => ({ ...stop, manifest: await read(stop.manifest) }))),
    chosen,
    others: z.record(z.string(), z.string()).parse(JSON.parse(await read(others))),
  };
}

async function readRecord(place: string): Promise<string> {
  return readFile(place, "utf8").catch((cause: unknown) => {
    throw new OnxError("checkpoint-missing", "there is no checkpoint here", {
      place,
      remedy: "give the folder that apply named, such as artifacts/rollback/checkpoint_pre_1.0.0",
      cause,
    });
  });
}

/** Throws `OnxError` (`checkpoint-invalid`). */
export function parseRecord(text: string, place: string): StoredCheckpoint {
  try {
    return checkpointSchema.parse(JSON.parse(text));
  } catch (cause) {
    const [first] = cause instanceof z.ZodError ? cause.issues : [];
    const reason = first === undefined ? messageOf(cause) : `${first.path.join(".")}: ${first.message}`;
    throw new OnxError("checkpoint-invalid", `the checkpoint cannot be read: ${reason}`, {
      place,
      remedy: "restore the files from version control instead",
      cause,
    });
  }
}
