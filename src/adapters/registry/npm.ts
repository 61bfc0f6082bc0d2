import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import semver from "semver";
import { isOnxError, OnxError } from "../../domain/errors.js";
import type { DependencyResolver, SourceTree } from "../../domain/source-tree.js";
import { npm, type NpmOptions } from "./npm-command.js";
import { explainFailure, versionsIn } from "./npm-errors.js";
import { openTarball } from "./tarball.js";
import { readCached, writeCached } from "./tarball-cache.js";

export interface NpmPackageOptions extends NpmOptions {
  /** Where tarballs of exact versions are kept between runs. */
  readonly cacheDir?: string;
}

const NAME = /^(@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*$/i;
const DIST_TAG = /^[a-z][a-z0-9._-]*$/i;

/** A published version of a package. `version` is a version, a range or a dist-tag. */
export async function openNpmPackage(
  name: string,
  version: string,
  options: NpmPackageOptions = {},
): Promise<SourceTree> {
  return openTarball(await fetchTarball(name, version, options), version);
}

/** Every version of a package that the registry knows, as it lists them. */
export async function listNpmVersions(name: string, options: NpmOptions = {}): Promise<string[]> {
  checkSpec(name, "latest");
  const outcome = await npm("view", [name, "versions"], [], options);
  if (!outcome.ok) throw await explainFailure(name, "latest", outcome, options);
  return versionsIn(outcome);
}

/** Resolves dependencies as npm would, each once. What cannot be had, and what is no registry dependency, is undefined. */
export function createNpmResolver(options: NpmPackageOptions = {}): DependencyResolver {
  const opened = new Map<string, Promise<SourceTree | undefined>>();
  return (name, range) => {
    const key = `${name}@${range}`;
    const known = opened.get(key) ?? resolveDependency(name, range, options);
    opened.set(key, known);
    return known;
  };
}

async function resolveDependency(
  name: string,
  range: string,
  options: NpmPackageOptions,
): Promise<SourceTree | undefined> {
  // `npm:other@^1` installs another package under this name.
  const alias = /^npm:(.+)@([^@]+)$/.exec(range);
  try {
    return await openNpmPackage(alias?.[1] ?? name, alias?.[2] ?? range, options);
  } catch (error) {
    if (isOnxError(error)) return undefined;
    throw error;
  }
}

async function fetchTarball(name: string, version: string, options: NpmPackageOptions): Promise<Uint8Array> {
  checkSpec(name, version);
  const exact = semver.valid(version);
  if (options.cacheDir === undefined || exact === null) return packTarball(name, version, options);
  const cached = await readCached(options.cacheDir, name, exact);
  if (cached !== undefined) return cached;
  const fetched = await packTarball(name, version, options);
  await writeCached(options.cacheDir, name, exact, fetched);
  return fetched;
}

/** Only names and versions of a registry: `npm pack` would take a folder, a URL or a git repository too. */
function checkSpec(name: string, version: string): void {
  if (!NAME.test(name)) {
    throw new OnxError("package-name-invalid", `${JSON.stringify(name)} is no package name`, {
      remedy: "write it as npm:NAME or npm:@SCOPE/NAME",
    });
  }
  if (semver.validRange(version) === null && !DIST_TAG.test(version)) {
    throw new OnxError("version-invalid", `${JSON.stringify(version)} is no version of a published package`, {
      place: name,
      remedy: "give a version such as 1.2.3, a range or a dist-tag",
    });
  }
}

async function packTarball(name: string, version: string, options: NpmOptions): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "onx-pack-"));
  try {
    const outcome = await npm("pack", [`${name}@${version}`], ["--pack-destination", folder], options);
    if (!outcome.ok) throw await explainFailure(name, version, outcome, options);
    const [file] = await readdir(folder);
    if (file === undefined) throw new OnxError("npm-failed", "npm pack wrote no file", { place: `${name}@${version}` });
    return await readFile(join(folder, file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
