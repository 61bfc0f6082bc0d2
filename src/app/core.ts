import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { openGitTree } from "../adapters/git/source-tree.js";
import { createNpmResolver, openNpmPackage } from "../adapters/registry/npm.js";
import { openCore } from "../analysis/open-core.js";
import { BlobStore } from "../analysis/load.js";
import type { CoreSources } from "../domain/core-sources.js";
import { OnxError } from "../domain/errors.js";
import { blake3Hex } from "../domain/hash.js";
import type { DependencyResolver, SourceTree, TreeEntry } from "../domain/source-tree.js";

/** Where a core is had: a git repository on this machine, a published npm package, or a folder that is one version already. */
export type CoreOrigin =
  | { readonly kind: "git"; readonly path: string }
  | { readonly kind: "npm"; readonly name: string }
  | { readonly kind: "folder"; readonly path: string };

export interface CoreAccess {
  readonly package?: string;
  /** Keeps published tarballs between runs. */
  readonly cacheDir?: string;
}

/** `npm:NAME`, the form of `--core`. */
export function parseCoreSpec(spec: string): CoreOrigin {
  const name = /^npm:(.+)$/.exec(spec)?.[1];
  if (name !== undefined) return { kind: "npm", name };
  throw new OnxError("usage", `--core does not know "${spec}"`, {
    remedy: "write npm:NAME, or use --core-path for a git repository",
  });
}

export async function openVersion(origin: CoreOrigin, ref: string, access: CoreAccess = {}): Promise<SourceTree> {
  if (origin.kind === "npm") return openNpmPackage(origin.name, ref, npmOptions(access));
  if (origin.kind === "folder") return openFolder(origin.path, ref);
  return openGitTree(origin.path, ref, access.package === undefined ? {} : { packageName: access.package });
}

/** Dependencies are looked up at the versions that the release asks for. A git core is read without the network. */
export function dependencyResolver(origin: CoreOrigin, access: CoreAccess = {}): DependencyResolver | undefined {
  return origin.kind === "npm" ? createNpmResolver(npmOptions(access)) : undefined;
}

/** A version's sources in the form in which they stand in for the package while a dependent is type-checked. */
export async function loadCoreSources(
  origin: CoreOrigin,
  ref: string,
  version: string,
  access: CoreAccess = {},
): Promise<CoreSources> {
  const resolveDependency = dependencyResolver(origin, access);
  const opened = await openCore(await openVersion(origin, ref, access), {
    blobs: new BlobStore(),
    facts: new Map(),
    ...(access.package === undefined ? {} : { package: access.package }),
    ...(resolveDependency === undefined ? {} : { resolveDependency }),
  });
  return opened.core.sources(version);
}

/** A folder's files as a version, without nested installations. Links are not followed. */
export async function openFolder(path: string, label: string): Promise<SourceTree> {
  if (!existsSync(path))
    throw new OnxError("no-such-folder", "no such folder", { place: path, remedy: "check the path" });
  const contents = new Map<string, Uint8Array>();
  const entries: TreeEntry[] = [];
  await walk("");
  const treeId = blake3Hex(entries.map((entry) => `${entry.oid} ${entry.path}\n`).join(""));
  return {
    label,
    revision: `blake3:${treeId}`,
    treeId,
    entries,
    read: async (oids) => new Map(oids.map((oid) => [oid, contentOf(oid)])),
  };

  async function walk(folder: string): Promise<void> {
    const inside = await readdir(join(path, folder), { withFileTypes: true });
    for (const entry of inside.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = folder + entry.name;
      if (entry.isDirectory() && entry.name !== "node_modules" && entry.name !== ".git") await walk(`${name}/`);
      if (!entry.isFile()) continue;
      const bytes = await readFile(join(path, name));
      const oid = blake3Hex(bytes);
      contents.set(oid, bytes);
      entries.push({ path: name, oid, kind: "file", executable: false });
    }
  }

  function contentOf(oid: string): Uint8Array {
    const bytes = contents.get(oid);
    if (bytes === undefined) throw new OnxError("unknown-object", `no object ${oid}`, { place: path });
    return bytes;
  }
}

function npmOptions({ cacheDir }: CoreAccess): { cacheDir?: string } {
  return cacheDir === undefined ? {} : { cacheDir: join(cacheDir, "npm") };
}
