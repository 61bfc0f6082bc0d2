import { z } from "zod";
import { versionedTypes } from "./types-versions.js";

/** The fields of package.json that say what can be imported. Unknown fields and wrong types are tolerated. */
export const packageJsonSchema = z.object({
  name: z.string().optional().catch(undefined),
  version: z.string().optional().catch(undefined),
  private: z.boolean().optional().catch(undefined),
  main: z.string().optional().catch(undefined),
  module: z.string().optional().catch(undefined),
  types: z.string().optional().catch(undefined),
  typings: z.string().optional().catch(undefined),
  typesVersions: z
    .record(z.string(), z.record(z.string(), z.array(z.string())))
    .optional()
    .catch(undefined),
  exports: z.unknown().optional(),
  publishConfig: z.record(z.string(), z.unknown()).optional().catch(undefined),
  workspaces: z
    .union([z.array(z.string()), z.object({ packages: z.array(z.string()) }).transform((value) => value.packages)])
    .optional()
    .catch(undefined),
  dependencies: z.record(z.string(), z.string()).optional().catch(undefined),
  peerDependencies: z.record(z.string(), z.string()).optional().catch(undefined),
});
export type PackageJson = z.infer<typeof packageJsonSchema>;

/** An importable subpath and the files that it may stand for, best for types first. Paths are relative to the package. */
export interface Entry {
  /** ".", "./io", or with one `*`. */
  readonly subpath: string;
  /** Empty where the subpath is forbidden: `"./internal/*": null`. */
  readonly targets: readonly string[];
  /** The files that run, where they are told apart from those that type. */
  readonly runtime: readonly string[];
}

/** Conditions in the order in which they serve to find types, then sources. `default` comes last as in Node's algorithm. */
const CONDITIONS = ["types", "typings", "source", "import", "module", "node", "browser", "require", "default"];
const TYPE_CONDITIONS = new Set(["types", "typings"]);

/**
 * Importable subpaths of a package, those that win over others first: Node's `exports` (nodejs.org/api/packages.html), else `types`/`typings`, `module`, `main`.
 * `publishConfig` overrides those fields, as pnpm and yarn do on publishing.
 */
export function packageEntries(source: PackageJson): Entry[] {
  const overrides = packageJsonSchema.parse(source.publishConfig ?? {});
  const manifest = { ...source, ...definedOf(overrides) };
  const types = manifest.types ?? manifest.typings;
  const own = [
    ...versionedTypes(manifest.typesVersions, relative(types ?? "index.d.ts")),
    ...[types, manifest.module, manifest.main].filter((path) => path !== undefined).map(relative),
  ];
  const runtime = [manifest.module, manifest.main ?? "index.js"].filter((path) => path !== undefined).map(relative);
  if (manifest.exports === undefined || manifest.exports === null) {
    return [{ subpath: ".", targets: own, runtime }];
  }
  return exportEntries(manifest.exports).map((entry) => {
    if (entry.targets.length === 0) return entry;
    const more = entry.subpath === "." ? own : versionedTypes(manifest.typesVersions, entry.subpath.slice(2));
    return { ...entry, targets: [...new Set([...entry.targets, ...more])] };
  });
}

function exportEntries(exports: unknown): Entry[] {
  if (!isRecord(exports) || !Object.keys(exports).some((key) => key.startsWith("."))) {
    return [{ subpath: ".", targets: targetsOf(exports), runtime: targetsOf(exports, TYPE_CONDITIONS) }];
  }
  return Object.entries(exports)
    .map(([subpath, value]) => ({ subpath, targets: targetsOf(value), runtime: targetsOf(value, TYPE_CONDITIONS) }))
    .filter((entry) => entry.subpath !== "./package.json")
    .sort((a, b) => specificity(b.subpath) - specificity(a.subpath));
}

/** Node's PATTERN_KEY_COMPARE: whole names first, then patterns by what stands before their star. */
function specificity(subpath: string): number {
  const star = subpath.indexOf("*");
  return star === -1 ? Number.MAX_SAFE_INTEGER : star;
}

/** Every file below a condition tree, in the order of `CONDITIONS` at each level. */
function targetsOf(value: unknown, without: ReadonlySet<string> = new Set()): string[] {
  if (typeof value === "string") return [relative(value)];
  if (Array.isArray(value)) return value.flatMap((item) => targetsOf(item, without));
  if (!isRecord(value)) return [];
  const known = CONDITIONS.filter((condition) => condition in value);
  const others = Object.keys(value).filter(
    (condition) => !CONDITIONS.includes(condition) && !condition.startsWith("types@"),
  );
  const taken = [...known, ...others].filter((condition) => !without.has(condition));
  return [...new Set(taken.flatMap((condition) => targetsOf(value[condition], without)))];
}

function relative(path: string): string {
  return path.replace(/^\.\//, "").replace(/\/$/, "/index");
}

function definedOf<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Partial<T>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
