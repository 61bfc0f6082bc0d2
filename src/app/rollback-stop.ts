import { dirname } from "node:path";
import { messageOf, OnxError } from "../domain/errors.js";
import { listCheckpoints, updateCheckpoint } from "../migration/checkpoint.js";
import type { AppliedManifest, Checkpoint } from "../migration/checkpoint-record.js";
import { putState } from "../migration/files.js";
import { insidePath } from "../migration/inside-path.js";
import { carryOutRollback, draftRollback, type RollbackDraft } from "../migration/rollback.js";
import { parseManifest } from "../operations/manifest.js";
import { applyManifest } from "./apply.js";
import { type CoreRequest, findCoreTypes } from "./core-types.js";
import { sameVersion } from "./find-checkpoint.js";
import type { CoreTypes } from "./migration-draft.js";

export interface StopOptions extends Omit<CoreRequest, "manifest" | "target"> {
  /** Whether the package manager brings the lockfile along where the checkpoint cannot. */
  readonly lockfile?: boolean;
  readonly onProgress?: (text: string) => void;
}

/** A version on the way of a composed migration. */
export interface Stop {
  readonly version: string;
  /** The core there, as far as it could be had. */
  readonly core: CoreTypes["to"];
  /** Carries out the rollback to where the migration began, and then goes from there as far as this version. */
  goOn(draft: RollbackDraft): Promise<{ readonly notes: readonly string[] }>;
}

/**
 * Everything that may be missing is looked up before anything is written. The checkpoint counts as applied until this version is reached: a
 * run that is repeated after `undoInterrupted` comes to the same end.
 */
export async function openStop(
  target: string,
  checkpoint: Checkpoint,
  stop: AppliedManifest["stops"][number],
  options: StopOptions,
): Promise<Stop> {
  const chosen = checkpoint.applied?.chosen;
  if (chosen?.by_id === true) {
    throw new OnxError("rollback-by-id", "operations were chosen by their ids, which are others on the way", {
      place: checkpoint.folder,
      remedy: `roll back to ${checkpoint.from}, and apply the manifest that leads to ${stop.version}`,
    });
  }
  const manifest = parseManifest(stop.manifest, checkpoint.folder);
  const types = await findCoreTypes({ ...options, manifest, target });
  return { version: stop.version, core: types.to, goOn };

  async function goOn(draft: RollbackDraft): Promise<{ readonly notes: readonly string[] }> {
    await carryOutRollback({ target, checkpoint }, draft, { keepOpen: true });
    const { report } = await applyManifest({
      manifest,
      target,
      plan: {
        thresholds: manifest.provenance.thresholds,
        ...(chosen?.min_confidence !== undefined && { minConfidence: chosen.min_confidence }),
      },
      runId: checkpoint.run_id,
      loadCore: async () => types,
      rollbackFolder: dirname(checkpoint.folder),
      allowDirty: true,
      ...(options.lockfile === true && { lockfile: { isolation: "user" } }),
      ...(options.onProgress !== undefined && { onProgress: options.onProgress }),
    }).catch(async (error: unknown) => {
      await putBack(target, draft).catch((failure: unknown) => {
        throw notPutBack(target, error, failure);
      });
      throw error;
    });
    await updateCheckpoint({ ...checkpoint, status: "rolled-back" });
    return { notes: report.notes };
  }
}

/** Undoes what a run that was to go part of the way, and was interrupted, did beyond where the migration began. */
export async function undoInterrupted(target: string, checkpoint: Checkpoint): Promise<void> {
  const { folder, package: name, from, applied } = checkpoint;
  const isStop = (version: string): boolean =>
    applied?.stops.some((each) => sameVersion(each.version, version)) === true;
  for (const started of await listCheckpoints(dirname(folder))) {
    if (started.status !== "applied" || started.package !== name || started.from !== from) continue;
    if (!isStop(started.to)) continue;
    const options = { target, checkpoint: started, force: false };
    await carryOutRollback(options, await draftRollback(options));
  }
}

async function putBack(target: string, { decisions }: RollbackDraft): Promise<void> {
  for (const { file, current, put } of decisions) {
    if (put !== undefined) await putState(await insidePath(target, file.path), current);
  }
}

function notPutBack(target: string, cause: unknown, failure: unknown): OnxError {
  return new OnxError("rollback-half-way", `${messageOf(cause)}; nor could it be undone: ${messageOf(failure)}`, {
    place: target,
    remedy: "mend that, and run the same rollback again, which takes it up",
    cause,
  });
}
