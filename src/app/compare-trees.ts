import { BlobStore } from "../analysis/load.js";
import { compareVersions } from "../analysis/match/compare.js";
import { migrationNotes } from "../analysis/notes.js";
import { openCore, type OpenOptions } from "../analysis/open-core.js";
import { OVERRIDES_FILE, readOverrides } from "../analysis/overrides/read.js";
import { buildReport } from "../analysis/report.js";
import { propose, synthesise, type ManifestHead } from "../analysis/synthesise.js";
import { DEFAULT_THRESHOLDS } from "../domain/operation.js";
import type { SourceTree } from "../domain/source-tree.js";
import { formatManifest } from "../operations/manifest.js";
import { verifyWithWitnesses } from "../verification/witness/verify.js";
import { witnessedCore } from "../verification/witness/witnessed-core.js";
import { dependencyResolver } from "./core.js";
import { accessOf, type Generated, type GenerateOptions } from "./generate-options.js";
import { snapshotFiles } from "./snapshot-files.js";
import type { Stopwatch } from "./stopwatch.js";
import { TOOL } from "./tool.js";
import { packageList, repositoryOf, versionLabels } from "./version-labels.js";

/** Reads two versions, matches their APIs and writes everything that a comparison leaves behind. */
export async function compareTrees(
  options: GenerateOptions,
  from: SourceTree,
  to: SourceTree,
  clock: Stopwatch,
): Promise<Generated> {
  const resolveDependency = dependencyResolver(options.origin, accessOf(options));
  const open: OpenOptions = {
    blobs: new BlobStore(),
    facts: new Map(),
    ...(options.package === undefined ? {} : { package: options.package }),
    ...(resolveDependency === undefined ? {} : { resolveDependency }),
    ...(options.parallel === undefined ? {} : { parallel: options.parallel }),
  };
  clock.start("read from");
  await open.blobs.load(from, to);
  const before = await openCore(from, open);
  clock.start("read to");
  const after = await openCore(to, open);
  clock.start("compare");
  const comparison = compareVersions(before, after);
  const versions = versionLabels(options, before, after);
  const release = { package: comparison.diff.from.package, ...packageList(before, after, versions), ...versions };
  const overrides = after.tree.text(OVERRIDES_FILE);
  const inferred = propose(comparison.diff, overrides === undefined ? undefined : readOverrides(overrides, release));
  clock.start("verify");
  const operations =
    options.verify === false
      ? inferred.operations
      : verifyWithWitnesses(inferred.operations, witnessedCore(before, after));
  clock.start("snapshot");
  const snapshots = { from: snapshotFiles(before, "from"), to: snapshotFiles(after, "to") };
  const head: ManifestHead = {
    ...release,
    language: "typescript",
    provenance: {
      repository:
        options.origin.kind === "npm"
          ? `npm:${options.origin.name}`
          : (options.repository ?? repositoryOf(after, before)),
      from_sha: before.tree.source.revision,
      to_sha: after.tree.source.revision,
      tree_from: snapshots.from.hash,
      tree_to: snapshots.to.hash,
      tool: TOOL,
      thresholds: { ...(options.thresholds ?? DEFAULT_THRESHOLDS) },
    },
  };
  clock.start("report");
  const synthesis = synthesise(comparison.diff, head, { ...inferred, operations }, options.confidenceThreshold ?? 0);
  const { manifest } = synthesis;
  const report = buildReport({ from: before, to: after }, comparison, synthesis, clock.stages);
  clock.stop();
  const files = new Map([
    ...snapshots.from.files,
    ...snapshots.to.files,
    ["change_manifest.yaml", formatManifest(manifest)],
    ["manifest_report.json", `${JSON.stringify(report, null, 2)}\n`],
    ["MIGRATION.md", migrationNotes(manifest)],
  ]);
  return { manifest, report, files };
}
