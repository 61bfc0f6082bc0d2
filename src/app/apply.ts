import { realpath } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import { readWorkTree } from "../adapters/git/work-tree.js";
import { describeOperation } from "../analysis/report.js";
import type { ApplyReport } from "../domain/edit.js";
import { isOnxError, OnxError } from "../domain/errors.js";
import { compareText } from "../domain/hash.js";
import type { Manifest } from "../domain/manifest.js";
import { carryOut } from "../migration/carry-out.js";
import { discardCheckpoint, writeCheckpoint } from "../migration/checkpoint.js";
import type { AppliedManifest } from "../migration/checkpoint-record.js";
import type { RangeChange } from "../migration/dependency-range.js";
import { isRunFile } from "../migration/documents/find-run-manifests.js";
import { type FileTransition, isLeftover } from "../migration/files.js";
import { hashOthers } from "../migration/moved-on.js";
import { fingerprintOf, type PlanOptions } from "../migration/plan.js";
import type { OldNew } from "../operations/kind.js";
import { formatManifest } from "../operations/manifest.js";
import { type DependentFiles, listDependentFiles } from "./dependent-files.js";
import type { LockfileOptions } from "./lockfile.js";
import { bringLockfilesAlong, interruptedStep, lockfilesBefore } from "./lockfile-step.js";
import { type OperationsByFile, operationsDone } from "./earlier-runs.js";
import { type CoreTypes, draftMigration, type MigrationDraft } from "./migration-draft.js";

export interface ApplyOptions {
  readonly manifest: Manifest;
  /** For a composed manifest: those that lead from the same beginning to each version on the way. */
  readonly stops?: readonly Manifest[];
  /** The dependent's folder. */
  readonly target: string;
  readonly plan: PlanOptions;
  readonly runId: string;
  /** The core's sources; called only where there is something to look at. */
  readonly loadCore: () => Promise<CoreTypes>;
  /** Folder for the checkpoint; without it none is left, for a clone that is thrown away. */
  readonly rollbackFolder?: string;
  /** Absent: lockfiles are left alone. */
  readonly lockfile?: LockfileOptions;
  readonly dryRun?: boolean;
  readonly allowDirty?: boolean;
  readonly force?: boolean;
  /** False: leaves out counting type errors and looking for what is left of the old API. */
  readonly verify?: boolean;
  readonly onProgress?: (text: string) => void;
}

export interface ApplyResult {
  /** `nothing-to-do`: the dependent was migrated before, or uses nothing that changed. */
  readonly status: "migrated" | "nothing-to-do";
  readonly report: ApplyReport;
  readonly ranges: readonly RangeChange[];
  /** Paths of the documents that were brought to another version of their schema. */
  readonly documents: readonly string[];
  /** True where the dependent asks for the new version already, so that nothing was looked at. */
  readonly reached: boolean;
  /** What the operations make of what, by id. */
  readonly described: Readonly<Record<string, OldNew>>;
  /** Why operations were left out, by id. */
  readonly leftOut: Readonly<Record<string, string>>;
  /** Every changed file, with its contents before and after. */
  readonly transitions: readonly FileTransition[];
  /** The checkpoint's folder. */
  readonly checkpoint?: string;
  readonly needsPerson: boolean;
}

/** Carries out a manifest in a dependent: reads and decides everything, leaves a checkpoint, then writes. */
export async function applyManifest(options: ApplyOptions): Promise<ApplyResult> {
  const { manifest, rollbackFolder, dryRun = false, force = false, onProgress = () => {} } = options;
  const files = await listDependentFiles(options.target);
  const target = await realpath(files.root);
  let done: OperationsByFile = new Map();
  const draft = await draftMigration({
    manifest,
    plan: options.plan,
    files: { ...files, root: target },
    loadCore: async () => {
      if (!dryRun && options.allowDirty !== true) await refuseDirty(target, rollbackFolder, done);
      return options.loadCore();
    },
    force,
    verify: options.verify !== false,
    findDone: async (wanted) => {
      if (!force) done = await operationsDone(target, rollbackFolder, manifest, wanted);
      return done;
    },
    onProgress,
  });
  if (draft.transitions.length === 0) return dryRun ? toResult(draft, "nothing-to-do") : finish(target, options, draft);
  if (dryRun) return toResult(draft, "migrated");
  onProgress("writing");
  const raised = draft.ranges.map(({ path }) => path);
  const lockfiles = options.lockfile === undefined ? [] : await lockfilesBefore(target, raised);
  const checkpoint =
    rollbackFolder && (await keep(rollbackFolder, options, { ...files, root: target }, draft, lockfiles));
  await carryOut(target, ...rangesApart(draft)).catch(async (error: unknown) => {
    const isWhole = !isOnxError(error) || error.code !== "half-migrated";
    if (checkpoint !== undefined && isWhole) await discardCheckpoint(checkpoint);
    throw error;
  });
  if (options.lockfile === undefined || raised.length === 0) return toResult(draft, "migrated", { checkpoint });
  onProgress("bringing the lockfile along");
  const refreshed = await bringLockfilesAlong(target, raised, options.lockfile, checkpoint);
  return toResult(draft, "migrated", { ...refreshed, checkpoint });
}

/** All is migrated, but the run that did it may have been interrupted before the lockfile was brought along. */
async function finish(
  target: string,
  { manifest, rollbackFolder, lockfile, onProgress = () => {} }: ApplyOptions,
  draft: MigrationDraft,
): Promise<ApplyResult> {
  const step = rollbackFolder && lockfile && (await interruptedStep(rollbackFolder, manifest));
  if (!step) return toResult(draft, "nothing-to-do");
  onProgress("bringing the lockfile along");
  const refreshed = await bringLockfilesAlong(target, step.raised, lockfile, step.folder);
  return toResult({ ...draft, reached: false }, "migrated", { ...refreshed, checkpoint: step.folder });
}

/** A range tells that its package is migrated: a run that is interrupted must not have said so before. */
function rangesApart({ transitions, ranges }: MigrationDraft): [sources: FileTransition[], ranges: FileTransition[]] {
  const raised = new Set(ranges.map(({ path }) => path));
  return [transitions.filter(({ path }) => !raised.has(path)), transitions.filter(({ path }) => raised.has(path))];
}

/**
 * A change of one's own would be mixed up with the migration, and could not be told from it afterwards. What an earlier
 * run of the same migration did is none.
 */
async function refuseDirty(target: string, rollbackFolder: string | undefined, done: OperationsByFile): Promise<void> {
  const tree = await readWorkTree(target);
  if (tree === undefined) return;
  const inTree = (path: string): string => relative(tree.root, path).split(sep).join("/");
  const own = rollbackFolder && `${inTree(resolve(rollbackFolder))}/`;
  const earlier = new Set([...done.keys()].map((path) => inTree(resolve(target, path))));
  const changed = tree.changed.filter(
    (path) =>
      (own === undefined || !path.startsWith(own)) && !earlier.has(path) && !isLeftover(path) && !isRunFile(path),
  );
  if (changed.length === 0) return;
  const shown = changed.slice(0, 3).join(", ") + (changed.length > 3 ? `, and ${changed.length - 3} more` : "");
  throw new OnxError("dirty-work-tree", `the work tree has uncommitted changes: ${shown}`, {
    place: target,
    remedy: "commit or stash them, or use --allow-dirty",
  });
}

async function keep(
  folder: string,
  options: ApplyOptions,
  { root, paths }: DependentFiles,
  { planned, transitions, ranges }: MigrationDraft,
  lockfiles: readonly FileTransition[],
): Promise<string> {
  const { package: name, from, to } = options.manifest;
  const applied = planned.filter(({ decision }) => decision === "apply");
  const operations = applied.map(({ operation }) => fingerprintOf(operation));
  const files = [...transitions, ...lockfiles];
  const others = hashOthers(root, paths, new Set(files.map(({ path }) => path)));
  const head = { package: name, from, to, run_id: options.runId, operations };
  const unfinished = lockfiles.length === 0 ? {} : { unfinished: ranges.map(({ path }) => path) };
  return writeCheckpoint(folder, { ...head, ...unfinished, applied: appliedIn(options, others) }, files);
}

function appliedIn({ manifest, stops = [], plan }: ApplyOptions, others: AppliedManifest["others"]): AppliedManifest {
  const { only, skip, approved, minConfidence } = plan;
  return {
    manifest: formatManifest(manifest),
    stops: stops.map((each) => ({ version: each.to, manifest: formatManifest(each) })),
    chosen: {
      by_id: [only, skip, approved].some((ids) => ids !== undefined && ids.length > 0),
      ...(minConfidence !== undefined && { min_confidence: minConfidence }),
    },
    others,
  };
}

interface Afterwards {
  readonly transitions?: readonly FileTransition[];
  readonly notes?: readonly string[];
  readonly checkpoint?: string | undefined;
}

function toResult(draft: MigrationDraft, status: ApplyResult["status"], afterwards: Afterwards = {}): ApplyResult {
  const { transitions = [], notes = [], checkpoint } = afterwards;
  const all = [...draft.transitions, ...transitions].sort((a, b) => compareText(a.path, b.path));
  const report = {
    ...draft.report,
    files_changed: all.map(({ path }) => path),
    notes: [...draft.report.notes, ...notes],
  };
  return {
    status,
    report,
    ranges: draft.ranges,
    documents: draft.documents,
    reached: draft.reached,
    described: Object.fromEntries(draft.planned.map(({ operation }) => [operation.id, describeOperation(operation)])),
    leftOut: Object.fromEntries(
      draft.planned.flatMap(({ operation, decision, reason }) =>
        decision === "skip" && reason !== undefined ? [[operation.id, reason]] : [],
      ),
    ),
    transitions: all,
    ...(checkpoint !== undefined && { checkpoint }),
    needsPerson: report.notes.length > 0 || report.operations.some(needsPerson),
  };
}

function needsPerson({ status, sites }: ApplyReport["operations"][number]): boolean {
  return status === "conflict" || status === "failed" || sites.some(({ action }) => action === "flagged");
}
