import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cloneCommit } from "../adapters/git/clone.js";
import type { CoreLocation, JobFile, JobRequest, JobResult } from "../domain/job.js";
import type { Manifest } from "../domain/manifest.js";
import type { FileState } from "../migration/files.js";
import { unifiedDiff } from "../migration/unified-diff.js";
import { parseManifest } from "../operations/manifest.js";
import { applyManifest, type ApplyResult } from "./apply.js";
import { runChecks } from "./checks.js";
import type { CoreOrigin } from "./core.js";
import { loadCoreSources } from "./core-sources.js";
import { reaches } from "./dependent-packages.js";
import type { CoreTypes } from "./migration-draft.js";

/** Clones the dependent into a folder that is thrown away afterwards, migrates it, and runs its checks. */
export async function carryOutJob(request: JobRequest, token: string | null, folder: string): Promise<JobResult> {
  const target = join(folder, "repository");
  const { policy } = request;
  await cloneCommit({
    url: request.repository.clone_url,
    ref: request.base_sha,
    folder: target,
    ...(token === null ? {} : { token }),
  });
  const manifest = parseManifest(request.manifest, "the job's manifest");
  const applied = await applyManifest({
    manifest,
    target,
    runId: request.run_id,
    plan: {
      thresholds: { auto: policy.policy.auto, warn: policy.policy.warn },
      approved: request.approved,
      skip: request.skipped,
    },
    loadCore: () => loadCoreTypes(request, manifest),
    lockfile: { isolation: "sandbox", allowUnsandboxed: policy.policy.unsandboxed },
  });
  const changes = isNeedless(applied, manifest.to) ? [] : applied.transitions;
  return {
    files: changes.map(({ path, before, after }) => jobFile(path, after, before)),
    report: applied.report,
    diff: unifiedDiff(changes).toString("utf8"),
    checks: changes.length === 0 ? [] : await runChecks(policy, target, applied.report),
    checkpoint: changes.map(({ path, before, after }) => jobFile(path, before, after)),
  };
}

/** A dependent that uses nothing of what changed, and allows the new version, is asked for nothing. */
function isNeedless({ report, ranges, documents }: ApplyResult, to: string): boolean {
  if (documents.length > 0) return false;
  return report.operations.every(({ sites }) => sites.length === 0) && ranges.every(({ from }) => reaches(from, to));
}

async function loadCoreTypes(request: JobRequest, manifest: Manifest): Promise<CoreTypes> {
  const [from, to] = await Promise.all([
    loadSources(request.core.from, manifest.from, manifest.package),
    loadSources(request.core.to, manifest.to, manifest.package),
  ]);
  return { from, to, notes: [] };
}

function loadSources(location: CoreLocation, version: string, packageName: string) {
  const origin: CoreOrigin =
    location.kind === "npm" ? { kind: "npm", name: location.name } : { kind: "git", path: fileURLToPath(location.url) };
  const ref = location.kind === "npm" ? location.version : location.sha;
  return loadCoreSources(origin, ref, version, { package: packageName });
}

function jobFile(path: string, state: FileState | null, other: FileState | null): JobFile {
  const mode = ((state ?? other)?.mode ?? 0o644) & 0o100 ? "100755" : "100644";
  return { path, mode, content_base64: state === null ? null : Buffer.from(state.bytes).toString("base64") };
}
