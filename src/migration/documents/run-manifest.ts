import { access, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { blake3Hex, canonicalJson, compareText } from "../../domain/hash.js";
import { runId } from "../../domain/ids.js";
import { writeAtomically } from "../files.js";

export const RUN_MANIFEST_VERSION = "1.2.0";

export const inputSnapshotsSchema = z.record(
  z.string(),
  z.strictObject({ path: z.string(), blake3: z.string(), bytes: z.int() }),
);
/** Inputs by name: the file under `inputs/`, and its hash. */
export type InputSnapshots = Readonly<z.infer<typeof inputSnapshotsSchema>>;

/** `manifest.json` of one run. Fields that are not named here belong to other versions, and are kept. */
export const runManifestSchema = z.looseObject({
  schema_version: z.literal(RUN_MANIFEST_VERSION),
  job_id: z.string().min(1),
  run_id: z.string().regex(/^[0-9a-f]{16}$/),
  /** Where the job came from: a repository and its commit, or a folder. */
  job_ref: z.string(),
  status: z.enum(["completed", "needs-review", "failed"]),
  created_at: z.iso.datetime(),
  outputs: z.record(z.string(), z.unknown()),
  input_snapshots: inputSnapshotsSchema,
  inputs_hash: z.string(),
  chain_metadata: z.strictObject({
    campaign: z.string().nullable(),
    wave: z.int().nullable(),
    upstream_run: z.string().nullable(),
  }),
});
export type RunManifest = z.infer<typeof runManifestSchema>;

/** What a run starts from, by file name. */
export type RunInputs = ReadonlyMap<string, string>;

export interface RunIdentity {
  readonly jobId: string;
  readonly runId: string;
  readonly inputsHash: string;
}

export interface RunRecord {
  readonly jobRef: string;
  readonly status: RunManifest["status"];
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly chain?: RunManifest["chain_metadata"];
  readonly createdAt: Date;
}

export const RUN_MANIFEST_FILE = "manifest.json";
export const INPUTS_FOLDER = "inputs";
const NO_CHAIN: RunManifest["chain_metadata"] = { campaign: null, wave: null, upstream_run: null };

/** The same job with the same inputs is the same run, on any machine and on any day. */
export function identifyRun(jobId: string, inputs: RunInputs): RunIdentity {
  const hash = inputsHash(snapshotsOf(inputs));
  return { jobId, runId: runId(jobId, hash), inputsHash: hash };
}

/** What a run's identity follows from, beside its job. */
export function inputsHash(snapshots: InputSnapshots): string {
  const hashes = Object.fromEntries(Object.entries(snapshots).map(([name, { blake3 }]) => [name, blake3]));
  return blake3Hex(canonicalJson(hashes));
}

/** Sorted by name. */
export function snapshotsOf(inputs: ReadonlyMap<string, Uint8Array | string>): InputSnapshots {
  const sorted = [...inputs].sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(
    sorted.map(([name, content]) => [
      name,
      { path: `${INPUTS_FOLDER}/${name}`, blake3: blake3Hex(content), bytes: Buffer.byteLength(content) },
    ]),
  );
}

/**
 * Leaves `JOB/RUN/manifest.json` with `inputs/` beside it. A run that is there already keeps its record: it was the same
 * one, unless it failed, and now came to something or to another failure. Returns the run's folder.
 */
export async function writeRunManifest(
  artifacts: string,
  run: RunIdentity,
  inputs: RunInputs,
  record: RunRecord,
): Promise<string> {
  const folder = join(artifacts, folderName(run.jobId), run.runId);
  const place = join(folder, RUN_MANIFEST_FILE);
  if ((await exists(place)) && !(await hasFailed(place))) return folder;
  await mkdir(join(folder, INPUTS_FOLDER), { recursive: true });
  for (const [name, text] of inputs) await writeAtomically(join(folder, INPUTS_FOLDER, name), text);
  const manifest: RunManifest = {
    schema_version: RUN_MANIFEST_VERSION,
    job_id: run.jobId,
    run_id: run.runId,
    job_ref: record.jobRef,
    status: record.status,
    created_at: record.createdAt.toISOString(),
    outputs: { ...record.outputs },
    input_snapshots: snapshotsOf(inputs),
    inputs_hash: run.inputsHash,
    chain_metadata: record.chain ?? NO_CHAIN,
  };
  await writeAtomically(place, `${JSON.stringify(manifest, null, 2)}\n`);
  return folder;
}

/** Job ids name packages and repositories, which hold slashes. */
function folderName(jobId: string): string {
  return jobId.replace(/[^\w.+@-]/g, "_").replace(/^\.+/, "_");
}

const outcomeSchema = z.looseObject({ status: z.literal("failed") });

/** Also of what is no manifest: it is no result. */
async function hasFailed(place: string): Promise<boolean> {
  const text = await readFile(place, "utf8");
  try {
    return outcomeSchema.safeParse(JSON.parse(text)).success;
  } catch {
    return true;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
