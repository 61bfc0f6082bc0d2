import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import semver from "semver";
import { OnxError } from "../domain/errors.js";
import { listCheckpoints } from "../migration/checkpoint.js";
import { type AppliedManifest, type Checkpoint, readCheckpoint } from "../migration/checkpoint-record.js";

export interface FoundCheckpoint {
  readonly checkpoint: Checkpoint;
  /** How the wanted version is reached from where the checkpoint goes back to; absent where that is the wanted one. */
  readonly stop?: AppliedManifest["stops"][number];
}

/**
 * The checkpoint that goes back to a version, or past it by a manifest that was composed of several. `named` is relative to the working
 * directory, else to the target; without it, the target's latest one is meant.
 */
export async function findCheckpoint(target: string, toVersion: string, named?: string): Promise<FoundCheckpoint> {
  if (named === undefined) return latestCheckpoint(target, toVersion);
  const here = resolve(named);
  const checkpoint = await readCheckpoint((await isFolder(here)) ? here : resolve(target, named));
  const found = leadingTo(checkpoint, toVersion);
  if (found !== undefined) return found;
  throw new OnxError(
    "checkpoint-other-version",
    `the checkpoint goes back to ${wordsFor(checkpoint)}, not to ${toVersion}`,
    {
      place: named,
      remedy: `use --to-version ${checkpoint.from}, or name another checkpoint`,
    },
  );
}

/** An applied migration that begins where the checkpoint's ends: its files are not what that one left. */
export async function laterMigration({ folder, package: name, to }: Checkpoint): Promise<Checkpoint | undefined> {
  const all = await listCheckpoints(dirname(folder));
  return all.findLast((each) => each.status === "applied" && each.package === name && sameVersion(each.from, to));
}

export function sameVersion(a: string, b: string): boolean {
  return a === b || (semver.valid(a) !== null && semver.valid(a) === semver.valid(b));
}

export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

async function latestCheckpoint(target: string, toVersion: string): Promise<FoundCheckpoint> {
  const folder = join(target, "artifacts", "rollback");
  const applied = (await listCheckpoints(folder)).filter(({ status }) => status === "applied");
  const found = applied.flatMap((each) => leadingTo(each, toVersion) ?? []);
  const latest = found.at(-1);
  const other = found.findLast(({ checkpoint }) => checkpoint.package !== latest?.checkpoint.package);
  if (latest !== undefined && other !== undefined) throw coreUnclear(latest.checkpoint, other.checkpoint, toVersion);
  if (latest !== undefined) return latest;
  const known = [...new Set(applied.map(wordsFor))];
  throw new OnxError("checkpoint-missing", `no applied migration from ${toVersion} has a checkpoint here`, {
    place: folder,
    remedy:
      known.length === 0 ? "name its folder with --checkpoint" : `there are some that go back to ${known.join(", ")}`,
  });
}

function coreUnclear(a: Checkpoint, b: Checkpoint, version: string): OnxError {
  return new OnxError("checkpoint-unclear", `${b.package} and ${a.package} were both migrated from ${version}`, {
    place: dirname(a.folder),
    remedy: `name one with --checkpoint: ${b.folder} or ${a.folder}`,
  });
}

function leadingTo(checkpoint: Checkpoint, version: string): FoundCheckpoint | undefined {
  if (sameVersion(checkpoint.from, version)) return { checkpoint };
  const stop = checkpoint.applied?.stops.find((each) => sameVersion(each.version, version));
  return stop && { checkpoint, stop };
}

function wordsFor({ from, applied }: Checkpoint): string {
  return [from, ...(applied?.stops ?? []).map(({ version }) => version)].join(" or ");
}
