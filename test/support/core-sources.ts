import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { CoreSources } from "../../src/domain/core-sources.js";

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string>>;
}

/** The sources of a package in a folder, whose `exports` name source files directly. */
export function coreSourcesOf(folder: string): CoreSources {
  const files = new Map(
    filesUnder(folder)
      .filter((path) => path !== "package.json")
      .map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as PackageJson;
  const modules = new Map(
    Object.entries(manifest.exports).map(([key, path]) => [posix.join(manifest.name, key), posix.normalize(path)]),
  );
  return { version: manifest.version, files, packages: [{ name: manifest.name, root: "", modules }] };
}

/** Every file below a folder, relative to it, sorted. */
export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.relative(folder, posix.join(entry.parentPath, entry.name)))
    .sort();
}
