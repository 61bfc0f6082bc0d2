import { basename } from "node:path";
import type { ManifestKey } from "../adapters/registry/manifest-registry.js";
import { locateRepository } from "../adapters/git/repository.js";
import { shortestPath } from "../adapters/registry/find-path.js";
import { listNpmVersions } from "../adapters/registry/npm.js";
import { registryUri } from "../adapters/registry/registry-uri.js";
import { describeOperation } from "../analysis/report.js";
import type { Site, TypeErrorCounts } from "../domain/edit.js";
import { isOnxError, messageOf, OnxError } from "../domain/errors.js";
import { compareText } from "../domain/hash.js";
import type { Manifest } from "../domain/manifest.js";
import type { OldNew } from "../operations/kind.js";
import { parseCoreSpec } from "./core.js";
import { findCoreTypes } from "./core-types.js";
import { type Assessed, assessDependent, type DependentImpact } from "./dependent-impact.js";
import type { CoreFlags } from "./generate-command.js";
import { loadManifest, openRegistry } from "./manifests.js";
import { findUsedCore, type UsedCore } from "./used-core.js";
import { compareVersions, parseVersionRange } from "./version-range.js";

export interface CompatRequest extends CoreFlags {
  /** The dependent's folder. */
  readonly package: string;
  /** In npm's notation or PEP 440's. */
  readonly coreVersions: string;
  /** The core's name, where the dependent uses several packages that have published manifests. */
  readonly coreName?: string;
  /** The version that the dependent is on, where it cannot be told. */
  readonly from?: string;
  readonly registry: string | undefined;
  readonly onProgress: (text: string) => void;
}

/**
 * `compatible`: it works as it is; `automatic`: it works once migrated, and no person is needed for that; `review`: some places, or type
 * errors that nothing explains, need one; `unknown`: no published manifests tell.
 */
export type Verdict = "compatible" | "automatic" | "review" | "unknown";

export interface CompatOperation extends OldNew {
  readonly id: string;
  readonly kind: string;
  readonly breaking: boolean;
}

export interface VersionCompat {
  readonly version: string;
  readonly verdict: Verdict;
  /** The versions that published manifests lead over, both ends included. */
  readonly way: readonly string[];
  /** Those that touch the dependent. */
  readonly operations: readonly CompatOperation[];
  readonly sites: readonly Site[];
  readonly type_errors?: TypeErrorCounts;
  /** Why it is unknown, and what could not be looked at. */
  readonly notes: readonly string[];
}

export interface Compat {
  readonly dependent: string;
  readonly package: string;
  /** The version that it is on. */
  readonly from: string;
  /** In the versions' order. */
  readonly versions: readonly VersionCompat[];
  readonly needs_person: boolean;
}

/** `onx-manifest compat`: which of a core's versions a dependent works with, or could be migrated to. Nothing is written. */
export async function findCompat(request: CompatRequest): Promise<Compat> {
  const isWanted = parseVersionRange(request.coreVersions);
  const keys = await openRegistry(request.registry, "the core's versions").list();
  if (keys.length === 0) throw nothingPublished(request);
  // That there is no such repository is no property of a version.
  if (request.corePath !== undefined) await locateRepository(request.corePath);
  const coreName = request.coreName ?? packageOf(request);
  const used = await findUsedCore(request.package, keys, { ...request, ...(coreName !== undefined && { coreName }) });
  const published = await publishedVersions(request, used);
  const wanted = published.filter(isWanted);
  if (wanted.length === 0) throw nothingWanted(request, used, published);
  const versions: VersionCompat[] = [];
  for (const version of wanted) {
    const onProgress = (text: string): void => request.onProgress(`${used.name} ${version}: ${text}`);
    versions.push(await compatWith(version, used, { ...request, onProgress }));
  }
  return {
    dependent: basename(used.folder),
    package: used.name,
    from: used.from,
    versions,
    needs_person: versions.some(({ verdict }) => verdict === "review" || verdict === "unknown"),
  };
}

/** Those that manifests speak of, and with `--core` all that npm knows. */
async function publishedVersions(request: CompatRequest, { name, keys }: UsedCore): Promise<string[]> {
  const listed = packageOf(request) === name ? await listNpmVersions(name) : [];
  const versions = new Set([...keys.flatMap(({ from, to }) => [from, to]), ...listed]);
  return [...versions].sort(compareVersions);
}

function packageOf({ core }: CoreFlags): string | undefined {
  const origin = core === undefined ? undefined : parseCoreSpec(core);
  return origin?.kind === "npm" ? origin.name : undefined;
}

async function compatWith(version: string, used: UsedCore, request: CompatRequest): Promise<VersionCompat> {
  const { keys, from } = used;
  const nothing = { version, operations: [], sites: [] };
  if (version === from) return { ...nothing, verdict: "compatible", way: [from], notes: [] };
  const unknown = (reason: string): VersionCompat => ({ ...nothing, verdict: "unknown", way: [], notes: [reason] });
  if (compareVersions(version, from) < 0) return unknown(`it is older than ${from}, and manifests lead forward only`);
  const steps = shortestPath(keys, from, version);
  if (steps === undefined) return unknown(`no published manifests lead there from ${from}`);
  try {
    const { manifest, assessed } = await assess({ package: used.name, from, to: version }, used.folder, request);
    return describe(manifest, [from, ...steps.map(({ to }) => to)], assessed);
  } catch (error) {
    if (!isOnxError(error)) throw error;
    return unknown(messageOf(error));
  }
}

async function assess(
  key: ManifestKey,
  folder: string,
  request: CompatRequest,
): Promise<{ manifest: Manifest; assessed: Assessed }> {
  const { manifest } = await loadManifest({ manifest: registryUri(key), registry: request.registry });
  const loadCore = () => findCoreTypes({ ...request, manifest, target: folder });
  return { manifest, assessed: await assessDependent(folder, manifest, loadCore, request.onProgress) };
}

function describe(manifest: Manifest, way: readonly string[], { impact, results }: Assessed): VersionCompat {
  const touching = manifest.operations.filter(({ id }) => impact.operations.includes(id));
  const operations = touching.map((operation): CompatOperation => {
    const { id, kind, breaking } = operation;
    return { id, kind, breaking, ...describeOperation(operation) };
  });
  const edited = results.flatMap(({ sites }) => sites.filter(({ action }) => action === "edited"));
  return {
    version: manifest.to,
    verdict: verdictOf(operations, impact),
    way,
    operations,
    sites: [...edited, ...impact.to_look_at].sort(compareSites),
    ...(impact.type_errors !== undefined && { type_errors: impact.type_errors }),
    notes: impact.notes,
  };
}

function verdictOf(operations: readonly CompatOperation[], impact: DependentImpact): Verdict {
  const { type_errors: errors, needs_person: needsPerson, notes } = impact;
  const breaks = operations.some(({ breaking }) => breaking) || (errors !== undefined && errors.bare > errors.as_is);
  // A note tells of what could not be read, or not be tried.
  if (!breaks) return notes.length === 0 ? "compatible" : "unknown";
  return needsPerson || notes.length > 0 ? "review" : "automatic";
}

function compareSites(a: Site, b: Site): number {
  return compareText(a.path, b.path) || a.line - b.line || a.column - b.column || compareText(a.operation, b.operation);
}

function nothingPublished({ registry }: CompatRequest): OnxError {
  return new OnxError("registry-empty", "the registry holds no manifests", {
    ...(registry !== undefined && { place: registry }),
    remedy: "check the path, or run onx-manifest publish",
  });
}

function nothingWanted({ coreVersions }: CompatRequest, { name }: UsedCore, published: readonly string[]): OnxError {
  return new OnxError("no-such-version", `no published version of ${name} is in ${JSON.stringify(coreVersions)}`, {
    remedy: `there are ${published[0] ?? "none"} to ${published.at(-1) ?? "none"}`,
  });
}
