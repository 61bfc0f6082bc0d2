import picomatch from "picomatch";
import { parse } from "yaml";
import { z } from "zod";
import { messageOf, OnxError } from "../../domain/errors.js";
import { compareText } from "../../domain/hash.js";
import { carryOutSteps, stepSchema } from "./declared-steps.js";
import { formatOf } from "./document-text.js";
import type { Document, SchemaMigration } from "./schema-migration.js";
import { findPath, versionsOf } from "./schema-paths.js";

/** Where a core keeps them: `.onx/schemas/DOCUMENT/FROM__TO.yaml`. */
const PLACE = /^\.onx\/schemas\/([^/]+)\/([^/]+)__([^/]+)\.ya?ml$/;

const fileSchema = z.strictObject({
  /** Globs that the document's files match, relative to the dependent's root. */
  files: z.array(z.string().min(1)).min(1),
  version_field: z.string().min(1).default("schema_version"),
  steps: z.array(stepSchema).min(1),
});

/** A kind of document that dependents keep, and the ways between its versions. */
export interface DeclaredDocument {
  readonly name: string;
  readonly versionField: string;
  readonly migrations: readonly SchemaMigration[];
  /** The version that every way leads to. */
  readonly target: string;
  matches(path: string): boolean;
}

export function isSchemaFile(path: string): boolean {
  return PLACE.test(path);
}

/** The documents that a core declares, from the texts of its files by path. A mistake in one is an error that names the file. */
export function readDeclaredDocuments(files: ReadonlyMap<string, string>): readonly DeclaredDocument[] {
  const edges = [...files].sort(([a], [b]) => compareText(a, b)).map(([path, text]) => readEdge(path, text));
  const names = [...new Set(edges.map(({ name }) => name))];
  return names.map((name) =>
    declare(
      name,
      edges.filter((edge) => edge.name === name),
    ),
  );
}

type Edge = ReturnType<typeof readEdge>;

function readEdge(place: string, text: string) {
  const [, name = "", from = "", to = ""] = PLACE.exec(place) ?? [];
  const checked = fileSchema.safeParse(parseYaml(text, place));
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new OnxError("schemas.invalid", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "wrong shape"}`, {
      place,
    });
  }
  const { files, version_field: versionField, steps } = checked.data;
  return { name, place, from, to, files, versionField, steps };
}

function parseYaml(text: string, place: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (cause) {
    throw new OnxError("schemas.invalid", `not YAML: ${messageOf(cause)}`, { place, cause });
  }
}

function declare(name: string, edges: readonly Edge[]): DeclaredDocument {
  const migrations = edges.map(toMigration);
  const ends = versionsOf(migrations).filter((version) => migrations.every(({ from }) => from !== version));
  const fields = new Set(edges.map(({ versionField }) => versionField));
  const [[target], [versionField]] = [ends, [...fields]];
  if (target === undefined || versionField === undefined || ends.length > 1 || fields.size > 1) {
    throw new OnxError("schemas.invalid", `the migrations of ${name} do not lead to one version in one field`, {
      place: edges[0]?.place ?? name,
    });
  }
  return {
    name,
    versionField,
    migrations,
    target,
    matches: picomatch(
      edges.flatMap(({ files }) => files),
      { dot: true },
    ),
  };
}

function toMigration({ from, to, steps, versionField }: Edge): SchemaMigration {
  return {
    from,
    to,
    transform(document) {
      const { document: changed, changes } = carryOutSteps(document, steps);
      // Documents write their versions as text or as a number.
      const version = typeof document[versionField] === "number" ? Number(to) : to;
      return { document: { ...changed, [versionField]: version }, changes };
    },
    validateBefore: () => [],
    validateAfter: () => [],
  };
}

/** A document's text at the declared version, or undefined where it is there already. Every byte that has not to change stays. */
export function migrateDeclared(declared: DeclaredDocument, text: string, place: string): string | undefined {
  const format = formatOf(place);
  const before = format.parse(text, place);
  const version = before[declared.versionField];
  if (version === undefined || version === null) {
    throw new OnxError("document.version", `the file has no ${declared.versionField}`, { place });
  }
  if (String(version) === declared.target) return undefined;
  const path = findPath(declared.migrations, String(version), declared.target);
  const after = path.reduce((document: Document, step) => step.transform(document, {}).document, before);
  return format.rewrite(text, place, after);
}
