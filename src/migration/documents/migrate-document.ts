import { isDeepStrictEqual } from "node:util";
import { OnxError } from "../../domain/errors.js";
import { blake3Hex } from "../../domain/hash.js";
import { parseDocument, rewriteDocument } from "./json-text.js";
import { seal, withEntry } from "./migration-history.js";
import type { InputSnapshots } from "./run-manifest.js";
import type { Document, SchemaMigration } from "./schema-migration.js";
import { findPath, versionsOf } from "./schema-paths.js";

/** What no migration may touch: who a run is, and where it came from. */
const FROZEN = ["job_id", "run_id", "job_ref"];

/** Where a document stands before a version, and the migrations that lead there: none where it is there, or past it. */
export interface Standing {
  readonly status: "behind" | "current" | "newer";
  readonly version: string;
  readonly path: readonly SchemaMigration[];
}

export function standingOf(
  text: string,
  place: string,
  migrations: readonly SchemaMigration[],
  target: string,
): Standing {
  const version = versionOf(parseDocument(text, place), place);
  const versions = versionsOf(migrations);
  const [is, wanted] = [versions.indexOf(version), versions.indexOf(target)];
  if (is === -1) throw unknownVersion(version, versions, place);
  if (is >= wanted) return { status: is === wanted ? "current" : "newer", version, path: [] };
  return { status: "behind", version, path: findPath(migrations, version, target) };
}

export function versionOf(document: Document, place: string): string {
  const version = document["schema_version"];
  if (typeof version === "string") return version;
  throw new OnxError("document.version", "the file has no schema_version", { place });
}

/** The text of a document after some migrations. Pure; a document that they do not fit is an error that says why. */
export function migrateDocument(
  text: string,
  place: string,
  path: readonly [SchemaMigration, ...SchemaMigration[]],
  inputs: InputSnapshots,
  appliedAt: Date,
): string {
  const before = parseDocument(text, place);
  let document = before;
  let to_version = path[0].from;
  const changes: string[] = [];
  for (const migration of path) {
    refuse(migration.validateBefore(document), `is not a valid ${migration.from}`, place);
    const transformed = migration.transform(document, inputs);
    refuse(migration.validateAfter(transformed.document), `would not be a valid ${migration.to}`, place);
    refuse(frozenFieldsThatChange(before, transformed.document), "would change where it must not", place);
    document = transformed.document;
    to_version = migration.to;
    changes.push(...transformed.changes);
  }
  const entry = {
    from_version: path[0].from,
    to_version,
    applied_at: appliedAt.toISOString(),
    changes,
    checksum_before: blake3Hex(text),
  };
  return seal(rewriteDocument(text, place, withEntry(document, entry)));
}

function frozenFieldsThatChange(before: Document, after: Document): string[] {
  return FROZEN.filter((name) => !isDeepStrictEqual(before[name], after[name]));
}

function refuse(problems: readonly string[], what: string, place: string): void {
  if (problems.length === 0) return;
  throw new OnxError("document.invalid", `the file ${what}: ${problems.join("; ")}`, { place });
}

function unknownVersion(version: string, versions: readonly string[], place: string): OnxError {
  return new OnxError("document.version", `schema_version ${version} is not known`, {
    place,
    remedy: `known are ${versions.join(", ")}; a newer onx-migrate may know it`,
  });
}
