import { join } from "node:path";
import semver from "semver";
import { stringify } from "yaml";
import { loadModel } from "../analysis/match/score.js";
import { compareVersions } from "../analysis/match/compare.js";
import { BlobStore } from "../analysis/load.js";
import { migrationNotes } from "../analysis/notes.js";
import { openCore, type CoreVersion, type OpenOptions } from "../analysis/open-core.js";
import { buildReport, type ManifestReport } from "../analysis/report.js";
import { graphOf, metadataOf, reachableFiles, treeHash, treeOf } from "../analysis/snapshot.js";
import { synthesise, type ManifestHead } from "../analysis/synthesise.js";
import { OnxError } from "../domain/errors.js";
import { blake3Hex, canonicalJson } from "../domain/hash.js";
import type { LanguageId, Manifest } from "../domain/manifest.js";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../domain/operation.js";
import type { SourceTree } from "../domain/source-tree.js";
import { formatManifest, parseManifest } from "../operations/manifest.js";
import { dependencyResolver, openVersion, type CoreOrigin } from "./core.js";
import { readFolder, writeFolder } from "./output-folder.js";
import { TOOL } from "./tool.js";

export interface GenerateOptions {
  readonly origin: CoreOrigin;
  readonly from: string;
  readonly to: string;
  readonly package?: string;
  readonly language?: LanguageId | "auto";
  /** Operations less sure than this are left out of the manifest and listed in the report. */
  readonly confidenceThreshold?: number;
  readonly thresholds?: Thresholds;
  /** `owner/name` for the provenance of a git core, where its folder does not tell. */
  readonly repository?: string;
  readonly cacheDir?: string;
  /** Packages fetched at once. */
  readonly parallel?: number;
  readonly onProgress?: (stage: string) => void;
}

export interface Generated {
  readonly manifest: Manifest;
  readonly report: ManifestReport;
  /** Everything that belongs into `artifacts/core_diff/{from}_{to}/`, by file name. */
  readonly files: ReadonlyMap<string, string>;
  readonly cached: boolean;
}

/**
 * Compares two versions of a core and writes down what its dependents must do.
 * Throws `OnxError` for refs, packages and registries that cannot be had.
 */
export async function generateManifest(options: GenerateOptions): Promise<Generated> {
  if (options.language === "python") {
    throw new OnxError("language", "Python cores cannot be compared yet", {
      remedy: "use --language typescript or auto",
    });
  }
  const clock = stopwatch(options.onProgress);
  clock.start("open");
  const [from, to] = await Promise.all([
    openVersion(options.origin, options.from, access(options)),
    openVersion(options.origin, options.to, access(options)),
  ]);
  const cacheEntry =
    options.cacheDir === undefined ? undefined : join(options.cacheDir, "manifests", cacheKey(options, from, to));
  const cached = cacheEntry === undefined ? undefined : await readFolder(cacheEntry);
  if (cached !== undefined) return fromCache(cached);
  const generated = await compare(options, from, to, clock);
  if (cacheEntry !== undefined) await writeFolder(cacheEntry, generated.files);
  return generated;
}

async function compare(
  options: GenerateOptions,
  from: SourceTree,
  to: SourceTree,
  clock: Stopwatch,
): Promise<Generated> {
  const resolveDependency = dependencyResolver(options.origin, access(options));
  const open: OpenOptions = {
    blobs: new BlobStore(),
    facts: new Map(),
    ...(options.package === undefined ? {} : { package: options.package }),
    ...(resolveDependency === undefined ? {} : { resolveDependency }),
    ...(options.parallel === undefined ? {} : { parallel: options.parallel }),
  };
  clock.start("read from");
  const before = await openCore(from, open);
  clock.start("read to");
  const after = await openCore(to, open);
  clock.start("compare");
  const comparison = compareVersions(before, after, loadModel());
  clock.start("snapshot");
  const snapshots = { from: snapshotFiles(before, "from"), to: snapshotFiles(after, "to") };
  const versions = versionLabels(options, before, after);
  const head: ManifestHead = {
    package: comparison.diff.from.package,
    ...packageList(before, after, versions),
    language: "typescript",
    ...versions,
    provenance: {
      repository:
        options.origin.kind === "npm"
          ? `npm:${options.origin.name}`
          : (options.repository ?? repositoryOf(after, before)),
      from_sha: from.revision,
      to_sha: to.revision,
      tree_from: snapshots.from.hash,
      tree_to: snapshots.to.hash,
      tool: TOOL,
      thresholds: { ...(options.thresholds ?? DEFAULT_THRESHOLDS) },
    },
  };
  const { manifest, withheld } = synthesise(comparison.diff, head, options.confidenceThreshold ?? 0);
  clock.start("report");
  const report = buildReport({ from: before, to: after }, comparison, manifest, withheld, clock.stages);
  clock.stop();
  const files = new Map([
    ...snapshots.from.files,
    ...snapshots.to.files,
    ["change_manifest.yaml", formatManifest(manifest)],
    ["manifest_report.json", `${JSON.stringify(report, null, 2)}\n`],
    ["MIGRATION.md", migrationNotes(manifest)],
  ]);
  return { manifest, report, files, cached: false };
}

/** `.tree`, metadata and graph of one version, by file name. */
export function snapshotFiles(version: CoreVersion, label: string): { files: Map<string, string>; hash: string } {
  const reachable = reachableFiles(version);
  const tree = treeOf(version, reachable);
  const yaml = (value: unknown) => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
  return {
    hash: treeHash(tree),
    files: new Map([
      [`${label}.tree`, formatTree(tree)],
      [`metadata_${label}.yaml`, yaml(metadataOf(version))],
      [`graph_${label}.json`, `${JSON.stringify(graphOf(version, reachable), null, 1)}\n`],
    ]),
  };
}

function fromCache(files: ReadonlyMap<string, string>): Generated {
  const report = JSON.parse(files.get("manifest_report.json") ?? "{}") as ManifestReport;
  return { manifest: parseManifest(files.get("change_manifest.yaml") ?? "", "cache"), report, files, cached: true };
}

function access(options: GenerateOptions): { package?: string; cacheDir?: string } {
  return {
    ...(options.package === undefined ? {} : { package: options.package }),
    ...(options.cacheDir === undefined ? {} : { cacheDir: options.cacheDir }),
  };
}

function cacheKey(options: GenerateOptions, from: SourceTree, to: SourceTree): string {
  const { origin, package: name, confidenceThreshold, thresholds, repository } = options;
  const what = {
    tool: TOOL,
    model: loadModel(),
    origin: origin.kind,
    name,
    confidenceThreshold,
    thresholds,
    repository,
  };
  return blake3Hex(
    canonicalJson({
      ...what,
      from: [options.from, from.revision, from.treeId],
      to: [options.to, to.revision, to.treeId],
    }),
  );
}

/** The versions that the manifest speaks of: what the refs say, else what package.json says there, told apart by commit if need be. */
function versionLabels(
  options: GenerateOptions,
  before: CoreVersion,
  after: CoreVersion,
): { from: string; to: string } {
  const from = versionOf(options.from, before);
  const to = versionOf(options.to, after);
  if (from !== to) return { from, to };
  return { from: `${from}+${shortRevision(before)}`, to: `${to}+${shortRevision(after)}` };
}

function versionOf(ref: string, version: CoreVersion): string {
  const named =
    semver.valid(ref) ??
    semver.valid(ref.slice(ref.lastIndexOf("@") + 1)) ??
    semver.valid(/(\d+\.\d+\.\d+\S*)$/.exec(ref)?.[1]);
  return named ?? version.packages[0]?.version ?? ref;
}

function shortRevision(version: CoreVersion): string {
  return version.tree.source.revision.replace(/[^0-9A-Za-z]/g, "").slice(0, 12);
}

/** Packages of a monorepo that exist in both versions, with the versions that their own package.json gives. */
function packageList(
  before: CoreVersion,
  after: CoreVersion,
  versions: { from: string; to: string },
): { packages?: { name: string; from: string; to: string }[] } {
  if (before.packages.length < 2) return {};
  return {
    packages: before.packages.flatMap((info) => {
      const now = after.packages.find(({ name }) => name === info.name);
      return now === undefined
        ? []
        : [{ name: info.name, from: info.version ?? versions.from, to: now.version ?? versions.to }];
    }),
  };
}

/** `owner/name` from package.json, else the package's name. */
function repositoryOf(...versions: readonly CoreVersion[]): string {
  for (const version of versions) {
    const [info] = version.packages;
    const text = info === undefined ? undefined : version.core.text(`${info.root}package.json`);
    const field = /"repository"\s*:\s*(?:\{[^}]*?"url"\s*:\s*)?"([^"]+)"/.exec(text ?? "")?.[1];
    const slug = /(?:^github:|github\.com[/:]|^)([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(field ?? "")?.[1];
    if (slug !== undefined) return slug;
  }
  return versions[0]?.packages[0]?.name ?? "unknown";
}

interface Stopwatch {
  readonly stages: Record<string, number>;
  start(stage: string): void;
  stop(): void;
}

/** Milliseconds by stage. They appear under `run` in the report and nowhere else. */
function stopwatch(onProgress: ((stage: string) => void) | undefined): Stopwatch {
  const stages: Record<string, number> = {};
  let current: { stage: string; since: number } | undefined;
  const stop = () => {
    if (current !== undefined) stages[current.stage] = Math.round(performance.now() - current.since);
    current = undefined;
  };
  return {
    stages,
    stop,
    start(stage) {
      stop();
      current = { stage, since: performance.now() };
      onProgress?.(stage);
    },
  };
}

/** One line a symbol: a general YAML writer spends more time on a large tree than its analysis takes. */
function formatTree(tree: ReturnType<typeof treeOf>): string {
  const lines = [
    `version: ${tree.version}`,
    `root: ${JSON.stringify(tree.root)}`,
    tree.files.length === 0 ? "files: []" : "files:",
  ];
  for (const file of tree.files) {
    lines.push(`  - path: ${JSON.stringify(file.path)}`);
    if (file.lang !== undefined) lines.push(`    lang: ${file.lang}`);
    lines.push(`    blake3: ${JSON.stringify(file.blake3)}`);
    if (file.symbols === undefined || file.symbols.length === 0) continue;
    lines.push("    symbols:");
    for (const { fq, kind, sig, body } of file.symbols) {
      const tail = body === undefined ? "" : `, body: "${body}"`;
      lines.push(`      - { fq: ${JSON.stringify(fq)}, kind: ${kind}, sig: "${sig}"${tail} }`);
    }
  }
  return `${lines.join("\n")}\n`;
}
