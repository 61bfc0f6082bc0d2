import { relative, resolve } from "node:path";
import { readFile, stat } from "node:fs/promises";
import pLimit from "p-limit";
import { messageOf, OnxError } from "../domain/errors.js";
import { compareText } from "../domain/hash.js";
import type { Clock } from "../domain/ids.js";
import { findRunManifests } from "../migration/documents/find-run-manifests.js";
import { parseDocument } from "../migration/documents/json-text.js";
import { versionOf } from "../migration/documents/migrate-document.js";
import { migrateFile } from "../migration/documents/migrate-file.js";
import { RUN_MANIFEST_VERSION } from "../migration/documents/run-manifest.js";
import { RUN_MANIFEST_MIGRATIONS } from "../migration/documents/run-manifest-versions.js";
import { versionsOf } from "../migration/documents/schema-paths.js";

/** Files that are written at once: each waits for the disk. */
const AT_ONCE = 8;

export interface SchemasRequest {
  readonly root: string;
  readonly targetVersion?: string;
  /** This file alone. */
  readonly manifest?: string;
  readonly dryRun: boolean;
  readonly clock: Clock;
}

export interface MigratedManifest {
  /** Relative to the root. */
  readonly path: string;
  readonly from: string;
  readonly through: readonly string[];
  readonly backup: string | null;
}

export interface SchemasReport {
  readonly target_version: string;
  readonly dry_run: boolean;
  readonly found: number;
  readonly migrated: readonly MigratedManifest[];
  readonly current: number;
  /** Files that are past the target version, and were left alone. */
  readonly newer: number;
  readonly failed: readonly { readonly path: string; readonly reason: string }[];
}

/** Brings run manifests to a version. What goes wrong with one holds up no other, and leaves it as it was. */
export async function migrateRunManifests(request: SchemasRequest): Promise<SchemasReport> {
  const target = knownVersion(request.targetVersion ?? RUN_MANIFEST_VERSION);
  const paths = await pathsOf(request);
  const limit = pLimit(AT_ONCE);
  const options = {
    migrations: RUN_MANIFEST_MIGRATIONS,
    target,
    appliedAt: request.clock.now(),
    dryRun: request.dryRun,
  };
  const inRoot = (path: string): string => relative(resolve(request.root), path);
  const results = await limit.map(paths, async (path) => {
    try {
      return { path: inRoot(path), ...(await migrateFile(path, options)) };
    } catch (error) {
      return { path: inRoot(path), status: "failed", reason: reasonOf(error, path) } as const;
    }
  });
  return {
    target_version: target,
    dry_run: request.dryRun,
    found: results.length,
    migrated: results.flatMap((each) =>
      each.status === "migrated"
        ? [
            {
              path: each.path,
              from: each.version,
              through: each.through,
              backup: each.backup === undefined ? null : inRoot(each.backup),
            },
          ]
        : [],
    ),
    current: results.filter(({ status }) => status === "current").length,
    newer: results.filter(({ status }) => status === "newer").length,
    failed: results.flatMap((each) => (each.status === "failed" ? [{ path: each.path, reason: each.reason }] : [])),
  };
}

export interface VersionCount {
  readonly version: string;
  readonly count: number;
}

export interface VersionDistribution {
  readonly latest: string;
  readonly found: number;
  /** Sorted by version. */
  readonly versions: readonly VersionCount[];
  readonly unreadable: number;
}

/** How many run manifests there are of each version. */
export async function countVersions(request: Pick<SchemasRequest, "root" | "manifest">): Promise<VersionDistribution> {
  const paths = await pathsOf(request);
  const counts = new Map<string, number>();
  const limit = pLimit(AT_ONCE);
  const versions = await limit.map(paths, readVersion);
  for (const version of versions) if (version !== undefined) counts.set(version, (counts.get(version) ?? 0) + 1);
  return {
    latest: RUN_MANIFEST_VERSION,
    found: paths.length,
    versions: [...counts]
      .map(([version, count]) => ({ version, count }))
      .sort((a, b) => compareText(a.version, b.version)),
    unreadable: versions.filter((version) => version === undefined).length,
  };
}

async function readVersion(path: string): Promise<string | undefined> {
  try {
    return versionOf(parseDocument(await readFile(path, "utf8"), path), path);
  } catch {
    return undefined;
  }
}

async function pathsOf({ root, manifest }: Pick<SchemasRequest, "root" | "manifest">): Promise<string[]> {
  if (manifest === undefined) return await findRunManifests(root);
  const found = await stat(manifest).catch(() => undefined);
  if (found?.isFile() === true) return [resolve(manifest)];
  throw new OnxError("manifest-missing", "there is no such file", {
    place: manifest,
    remedy: "name the manifest.json of a run",
  });
}

function knownVersion(version: string): string {
  const versions = versionsOf(RUN_MANIFEST_MIGRATIONS);
  if (versions.includes(version)) return version;
  throw new OnxError("schemas.target", `there is no version ${version} of run manifests`, {
    remedy: `give one of ${versions.join(", ")}`,
  });
}

/** The path stands beside it already. */
function reasonOf(error: unknown, path: string): string {
  return messageOf(error).replace(` (${path})`, "");
}
