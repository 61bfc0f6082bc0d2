import semver from "semver";
import { ts } from "ts-morph";

/** `typesVersions` of package.json: range of compilers → what an import asks for → files that type it. */
export type TypesVersions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Files that `typesVersions` gives for a path below the package, as the compiler at hand reads it. */
export function versionedTypes(versions: TypesVersions | undefined, path: string): string[] {
  const [, patterns = {}] = Object.entries(versions ?? {}).find(([range]) => semver.satisfies(ts.version, range)) ?? [];
  const stars = Object.keys(patterns).filter((pattern) => pattern.includes("*"));
  const pattern = Object.hasOwn(patterns, path)
    ? path
    : stars.sort((a, b) => b.length - a.length).find((each) => covers(each, path));
  if (pattern === undefined) return [];
  const [prefix = "", suffix = ""] = pattern.split("*");
  const star = path.slice(prefix.length, path.length - suffix.length);
  return (patterns[pattern] ?? []).map((target) => target.replace("*", star).replace(/^\.\//, ""));
}

/** Whether some value of the star makes a path of `pattern`. */
function covers(pattern: string, path: string): boolean {
  const [prefix = "", suffix = ""] = pattern.split("*");
  return path.length >= prefix.length + suffix.length && path.startsWith(prefix) && path.endsWith(suffix);
}
