import { join } from "node:path";
import { OnxError } from "../domain/errors.js";
import type { Manifest } from "../domain/manifest.js";
import type { Operation } from "../domain/operation.js";
import { listCheckpoints } from "../migration/checkpoint.js";
import type { Checkpoint } from "../migration/checkpoint-record.js";
import { readState, sameBytes } from "../migration/files.js";
import { insidePath } from "../migration/inside-path.js";
import { fingerprintOf } from "../migration/plan.js";

/** Operation ids by path. */
export type OperationsByFile = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The operations that an applied checkpoint has been through a file with, where the file is not as it was before: names
 * that a release swaps would be swapped back by a second time. Operations that are new to such a file cannot be carried
 * out any more, because they speak of the old names, too.
 */
export async function operationsDone(
  target: string,
  rollbackFolder: string | undefined,
  manifest: Manifest,
  wanted: readonly Operation[],
): Promise<OperationsByFile> {
  const done = new Map<string, Set<string>>();
  if (rollbackFolder === undefined) return done;
  for (const checkpoint of await listCheckpoints(rollbackFolder)) {
    const { status, package: name, from, to } = checkpoint;
    if (status !== "applied" || name !== manifest.package || from !== manifest.from || to !== manifest.to) continue;
    const paths = await changedPaths(target, checkpoint);
    if (paths.length === 0) continue;
    const fingerprints = new Set(checkpoint.operations);
    const later = wanted.find((operation) => !fingerprints.has(fingerprintOf(operation)));
    if (later !== undefined) throw partlyMigrated(target, checkpoint, later);
    for (const path of paths) done.set(path, new Set(wanted.map(({ id }) => id)));
  }
  return done;
}

/** Files of the checkpoint that are not, or no longer, as they were before it. */
async function changedPaths(target: string, { files }: Checkpoint): Promise<string[]> {
  const changed: string[] = [];
  for (const { path, before } of files) {
    const current = await readState(await insidePath(target, path));
    if (!sameBytes(current, before)) changed.push(path);
  }
  return changed;
}

function partlyMigrated(target: string, { folder, from }: Checkpoint, later: Operation): OnxError {
  return new OnxError(
    "partly-migrated",
    `an earlier run left out ${later.id}, which can only be carried out with the rest`,
    {
      place: target,
      remedy: `run onx-migrate rollback --to-version ${from} --checkpoint ${folder} first, then apply all`,
    },
  );
}

/** Where checkpoints are kept among the artifacts. */
export function rollbackFolderOf(artifacts: string): string {
  return join(artifacts, "rollback");
}
