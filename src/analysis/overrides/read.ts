import semver from "semver";
import { z } from "zod";
import type { Manifest } from "../../domain/manifest.js";
import { checkOperation } from "../../operations/manifest.js";
import { openYamlFile, type YamlFile } from "../../operations/yaml-file.js";

/** Where a core's maintainers have the last word. */
export const OVERRIDES_FILE = ".onx/overrides.yaml";

const range = z
  .string({ error: 'give a range of versions in quotes, such as "2.0.0"' })
  .refine((text) => semver.validRange(text) !== null, "not a range of versions");
const text = z.string().min(1);
const match = z.record(z.string(), z.unknown());
const selector = z.strictObject({
  kind: text.optional(),
  match: match.refine((keys) => Object.keys(keys).length > 0, "name at least one key of the operation's match"),
});

const overridesSchema = z.strictObject({
  version: z.literal(1),
  releases: z.array(
    z.strictObject({
      to: range,
      from: range.optional(),
      package: text.optional(),
      note: text.optional(),
      operations: z.array(z.record(z.string(), z.unknown())).default([]),
    }),
  ),
});

const overrideSchemas = {
  declare: z.strictObject({
    declare: z.strictObject({ kind: text, match }),
    breaking: z.boolean().default(true),
    note: text.optional(),
  }),
  correct: z.strictObject({
    correct: selector,
    with: z.strictObject({ kind: text.optional(), match: match.default({}) }),
    breaking: z.boolean().optional(),
    note: text.optional(),
  }),
  reject: z.strictObject({ reject: selector, reason: text }),
  annotate: z.strictObject({ annotate: selector, note: text }),
};

type Schemas = typeof overrideSchemas;
type Verb = keyof Schemas;
type EachOverride = { [V in Verb]: { readonly verb: V; readonly path: Path } & z.infer<Schemas[V]> };

type Path = readonly PropertyKey[];
/** Some of an operation's fields, by which it is found. */
export type Selector = z.infer<typeof selector>;
/** What a maintainer says of one operation, and where in the file. */
export type Override = EachOverride[Verb];

/** What the file says of one release. */
export interface Overrides {
  readonly file: YamlFile;
  /** In the file's order. */
  readonly entries: readonly Override[];
  /** Shown in every pull request. */
  readonly notes: readonly string[];
}

export type Release = Pick<Manifest, "package" | "packages" | "from" | "to">;

/**
 * Reads what a core's maintainers say of a release. The whole file has to be right, also what it says of other releases. Throws `OnxError`
 * (`invalid-overrides`) that names the line.
 */
export function readOverrides(contents: string, release: Release): Overrides {
  const file = openYamlFile(contents, OVERRIDES_FILE, {
    name: "file of overrides",
    code: "invalid-overrides",
    remedy: "see Overrides in the README",
  });
  const blocks = file
    .check(overridesSchema, file.data, [])
    .releases.map(({ operations, ...scope }, i) => ({
      ...scope,
      entries: operations.map((entry, j) => readOverride(file, entry, ["releases", i, "operations", j])),
    }))
    .filter((scope) => concerns(scope, release));
  return {
    file,
    entries: blocks.flatMap(({ entries }) => entries),
    notes: blocks.flatMap(({ note }) => (note === undefined ? [] : [note])),
  };
}

function readOverride(file: YamlFile, entry: Record<string, unknown>, path: Path): Override {
  const verbs = (Object.keys(overrideSchemas) as Verb[]).filter((verb) => verb in entry);
  const [verb] = verbs;
  if (verb === undefined || verbs.length > 1) {
    throw file.refuse("an override has one of declare, correct, reject and annotate", path);
  }
  const override = { verb, path, ...file.check<object>(overrideSchemas[verb], entry, path) } as Override;
  if (override.verb === "declare") checkOperation(file, override.declare, [...path, "declare"]);
  return override;
}

interface Scope {
  readonly to: string;
  readonly from?: string | undefined;
  readonly package?: string | undefined;
}

/** Whether a block speaks of a release. A package of a monorepo has versions of its own. */
function concerns(scope: Scope, { packages = [], ...main }: Release): boolean {
  const released =
    scope.package === undefined || scope.package === main.package
      ? main
      : packages.find(({ name }) => name === scope.package);
  if (released === undefined) return false;
  const { from, to } = released;
  return reaches(scope.to, from, to) && (scope.from === undefined || includes(scope.from, from));
}

/** A tree whose version was not raised yet is on its way to the next one. */
function reaches(range: string, from: string, to: string): boolean {
  const unreleased = semver.valid(to) !== null && semver.eq(from, to);
  return unreleased ? semver.ltr(to, range) : includes(range, to);
}

function includes(range: string, version: string): boolean {
  return semver.satisfies(version, range, { includePrerelease: true });
}
