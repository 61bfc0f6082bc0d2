import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { cloneCommit } from "../adapters/git/clone.js";
import { isOnxError } from "../domain/errors.js";
import type { Manifest } from "../domain/manifest.js";
import { type CoreOrigin, parseCoreSpec } from "./core.js";
import { type LoadedCore, loadCoreSources } from "./core-sources.js";
import type { CoreTypes } from "./migration-draft.js";

export interface CoreRequest {
  readonly manifest: Manifest;
  readonly target: string;
  /** A git repository of the core. */
  readonly corePath?: string;
  /** `npm:NAME`. */
  readonly core?: string;
}

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const SLUG = /^[\w.-]+\/[\w.-]+$/;
const packageJson = z.looseObject({ version: z.string() });

/**
 * The core's sources at both versions: from where the user says, else from the dependent's own node_modules if `from` is
 * installed there, else from where the manifest says that they came from. What cannot be had is noted.
 */
export async function findCoreTypes(request: CoreRequest): Promise<CoreTypes> {
  const { manifest, corePath, core } = request;
  if (corePath !== undefined) return bothVersions({ kind: "git", path: corePath }, manifest);
  if (core !== undefined) return bothVersions(parseCoreSpec(core), manifest);
  const [installed, to] = await Promise.all([installedSources(request), provenanceSources(manifest, "to")]);
  const from = installed ?? (await provenanceSources(manifest, "from"));
  return {
    ...(typeof from !== "string" && { from }),
    ...(typeof to !== "string" && { to }),
    notes: typeof from === "string" ? [withoutTypes(manifest, from)] : [],
  };
}

async function bothVersions(origin: CoreOrigin, manifest: Manifest): Promise<CoreTypes> {
  const [from, to] = await Promise.all([load(origin, manifest, "from"), load(origin, manifest, "to")]);
  return { from, to, notes: [] };
}

function load(origin: CoreOrigin, manifest: Manifest, side: "from" | "to"): Promise<LoadedCore> {
  const commit = side === "from" ? manifest.provenance.from_sha : manifest.provenance.to_sha;
  const version = manifest[side];
  const ref = origin.kind === "git" && COMMIT.test(commit) ? commit : version;
  const attempt = loadCoreSources(origin, ref, version);
  // A mirror may lack the commit and have the tag all the same.
  return ref === version ? attempt : attempt.catch(() => loadCoreSources(origin, version, version));
}

async function installedSources({ manifest, target }: CoreRequest): Promise<LoadedCore | undefined> {
  if ((await installedVersion(target, manifest.package)) !== manifest.from) return undefined;
  const path = join(target, "node_modules", manifest.package);
  return loadCoreSources({ kind: "folder", path }, manifest.from, manifest.from).catch(ignoreKnown);
}

/** The sources, or why they cannot be had. */
async function provenanceSources(manifest: Manifest, side: "from" | "to"): Promise<LoadedCore | string> {
  const { repository, from_sha, to_sha } = manifest.provenance;
  const commit = side === "from" ? from_sha : to_sha;
  try {
    if (repository.startsWith("npm:")) return await load(parseCoreSpec(repository), manifest, side);
    if (!SLUG.test(repository) || !COMMIT.test(commit)) return `the manifest names no place for ${repository}`;
    return await clonedSources(`https://github.com/${repository}.git`, commit, manifest[side]);
  } catch (error) {
    if (isOnxError(error)) return error.message;
    throw error;
  }
}

async function clonedSources(url: string, commit: string, version: string): Promise<LoadedCore> {
  const folder = await mkdtemp(join(tmpdir(), "onx-core-"));
  try {
    await cloneCommit({ url, ref: commit, folder });
    return await loadCoreSources({ kind: "git", path: folder }, commit, version);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function withoutTypes({ package: name, from }: Manifest, reason: string): string {
  return `the types of ${name} ${from} could not be had (${reason}): members are flagged, not renamed; name the core with --core-path or --core`;
}

/** Of a package in the folder's own node_modules. */
export async function installedVersion(folder: string, name: string): Promise<string | undefined> {
  try {
    const text = await readFile(join(folder, "node_modules", name, "package.json"), "utf8");
    return packageJson.parse(JSON.parse(text)).version;
  } catch {
    return undefined;
  }
}

function ignoreKnown(error: unknown): undefined {
  if (!isOnxError(error)) throw error;
}
