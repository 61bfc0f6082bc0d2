import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { readWorkTree } from "../adapters/git/work-tree.js";
import { messageOf } from "../domain/errors.js";
import { blake3Hex, canonicalJson } from "../domain/hash.js";
import type { Clock } from "../domain/ids.js";
import {
  identifyRun,
  type RunIdentity,
  type RunInputs,
  type RunRecord,
  writeRunManifest,
} from "../migration/documents/run-manifest.js";
import { isLeftover, writeAtomically } from "../migration/files.js";
import { unifiedDiff } from "../migration/unified-diff.js";
import { applyManifest, type ApplyResult } from "./apply.js";
import { findCoreTypes } from "./core-types.js";
import { withDependentLock } from "./dependent-lock.js";
import { dependentFolder, listDependentFiles } from "./dependent-files.js";
import { MANIFEST_FILE } from "./manifest-way.js";
import { type LoadedManifest, loadManifest } from "./manifests.js";
import { rollbackFolderOf } from "./earlier-runs.js";

export interface ApplyRequest {
  readonly manifest: string;
  readonly target: string;
  readonly registry: string | undefined;
  readonly dryRun: boolean;
  readonly diffOutput?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly minConfidence?: number;
  readonly corePath?: string;
  readonly core?: string;
  readonly allowDirty: boolean;
  readonly force: boolean;
  readonly lockfile: boolean;
  readonly verify: boolean;
  readonly artifacts?: string;
  readonly onProgress: (text: string) => void;
  readonly clock: Clock;
}

/** `onx-migrate apply`: reads the manifest, applies it, and leaves what was asked for beside it. */
export async function applyFromCommandLine(request: ApplyRequest): Promise<ApplyResult> {
  const loaded = await loadManifest(request);
  const target = resolve(request.target);
  const described = await describeRun(request, target, loaded.text);
  const apply = (): Promise<ApplyResult> => applyLoaded(request, target, loaded, described);
  return request.dryRun ? apply() : withDependentLock(target, apply);
}

interface DescribedRun {
  readonly inputs: RunInputs;
  readonly run: RunIdentity;
}

async function applyLoaded(
  request: ApplyRequest,
  target: string,
  { manifest, stops }: LoadedManifest,
  { inputs, run }: DescribedRun,
): Promise<ApplyResult> {
  const artifacts = resolve(request.artifacts ?? join(target, "artifacts"));
  const result = await applyManifest({
    manifest,
    stops,
    target,
    runId: run.runId,
    rollbackFolder: rollbackFolderOf(artifacts),
    plan: {
      thresholds: manifest.provenance.thresholds,
      ...(request.only !== undefined && { only: request.only }),
      ...(request.skip !== undefined && { skip: request.skip }),
      ...(request.minConfidence !== undefined && { minConfidence: request.minConfidence }),
    },
    loadCore: () => findCoreTypes({ ...request, manifest, target }),
    ...(request.lockfile && { lockfile: { isolation: "user" } }),
    dryRun: request.dryRun,
    allowDirty: request.allowDirty,
    force: request.force,
    verify: request.verify,
    onProgress: request.onProgress,
  }).catch(async (error: unknown) => {
    const failed = record(request, inputs, run, { status: "failed", outputs: { error: messageOf(error) } });
    // What went wrong first is what is told.
    await failed.catch(() => undefined);
    throw error;
  });
  if (request.diffOutput !== undefined) {
    await writeAtomically(resolve(request.diffOutput), unifiedDiff(result.transitions));
  }
  const { report, checkpoint, status } = result;
  await record(request, inputs, run, {
    status: result.needsPerson ? "needs-review" : "completed",
    outputs: { status, checkpoint: checkpoint ?? null, report },
  });
  return result;
}

/** A run is the same manifest, applied to the same state of the dependent with the same choices. */
async function describeRun(request: ApplyRequest, target: string, manifest: string): Promise<DescribedRun> {
  const { only, skip, minConfidence } = request;
  const inputs = new Map([
    [MANIFEST_FILE, manifest],
    ["choices.json", canonicalJson({ only, skip, min_confidence: minConfidence })],
    ["dependent.json", canonicalJson(await stateOf(target))],
  ]);
  return { inputs, run: identifyRun(basename(target), inputs) };
}

/** A commit says it all, unless something was changed since. */
async function stateOf(target: string): Promise<{ commit: string } | { blake3: string }> {
  const tree = await readWorkTree(dependentFolder(target));
  if (tree?.head !== undefined && tree.changed.every(isLeftover)) return { commit: tree.head };
  const { root, paths } = await listDependentFiles(target);
  const hashes = await Promise.all(paths.map(async (path) => [path, blake3Hex(await readFile(join(root, path)))]));
  return { blake3: blake3Hex(canonicalJson(hashes)) };
}

/** Leaves the run's manifest, where a place for it is named. */
async function record(
  { artifacts, dryRun, target, clock }: ApplyRequest,
  inputs: RunInputs,
  run: RunIdentity,
  outcome: Pick<RunRecord, "status" | "outputs">,
): Promise<void> {
  if (artifacts === undefined || dryRun) return;
  await writeRunManifest(resolve(artifacts), run, inputs, { ...outcome, jobRef: target, createdAt: clock.now() });
}
