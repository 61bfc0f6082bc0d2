import { parse as parseJsonc } from "jsonc-parser";
import picomatch from "picomatch";
import { parseDocument } from "yaml";
import type { PackageJson } from "./package-entries.js";
import { packageModules, type PackageModules } from "./package-modules.js";
import { readManifest, type TreeFiles } from "./tree-files.js";

export interface CorePackageInfo extends PackageModules {
  readonly name: string;
  readonly version: string | undefined;
  /** "" or ending in `/`. */
  readonly root: string;
  readonly private: boolean;
  readonly manifest: PackageJson;
}

/** The packages of a tree: the root, or every member of its workspaces (npm, yarn, pnpm, lerna). */
export function findPackages(files: TreeFiles): CorePackageInfo[] {
  const rootManifest = readManifest(files, "");
  const patterns = workspacePatterns(files, rootManifest);
  if (patterns.length === 0) return rootManifest === undefined ? [] : [describePackage(files, "", rootManifest)];
  const include = picomatch(patterns.filter((pattern) => !pattern.startsWith("!")));
  const exclude = picomatch(patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1)));
  const packages: CorePackageInfo[] = [];
  for (const path of files.paths) {
    if (!path.endsWith("/package.json") || path.includes("node_modules/")) continue;
    const folder = path.slice(0, -"/package.json".length);
    const manifest = include(folder) && !exclude(folder) ? readManifest(files, `${folder}/`) : undefined;
    if (manifest?.name !== undefined) packages.push(describePackage(files, `${folder}/`, manifest));
  }
  if (rootManifest?.name !== undefined && rootManifest.private !== true)
    packages.push(describePackage(files, "", rootManifest));
  return packages;
}

/** One package at a known place. */
export function describePackage(files: TreeFiles, root: string, manifest: PackageJson): CorePackageInfo {
  const { name = "", version } = manifest;
  return {
    name,
    version,
    root,
    private: manifest.private === true,
    manifest,
    ...packageModules(files, root, manifest),
  };
}

function workspacePatterns(files: TreeFiles, manifest: PackageJson | undefined): string[] {
  const pnpm = files.text("pnpm-workspace.yaml");
  const lerna = files.text("lerna.json");
  return [
    ...(manifest?.workspaces ?? []),
    ...(pnpm === undefined ? [] : stringsOf(parseDocument(pnpm).toJS(), "packages")),
    ...(lerna === undefined ? [] : stringsOf(parseJsonc(lerna), "packages")),
  ].map((pattern) => pattern.replace(/^\.\//, "").replace(/\/$/, ""));
}

function stringsOf(value: unknown, key: string): string[] {
  const list =
    value !== null && typeof value === "object" && key in value ? (value as Record<string, unknown>)[key] : undefined;
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
}
