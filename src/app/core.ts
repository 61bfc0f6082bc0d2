import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { resolveRef } from "../adapters/git/resolve-ref.js";
import { openGitTree } from "../adapters/git/source-tree.js";
import { createNpmResolver, openNpmPackage } from "../adapters/registry/npm.js";
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

/** A version whose identity is known, and whose files need not have been looked at. */
export interface IdentifiedVersion {
  readonly ref: string;
  /** Full commit id, or the tarball's integrity string. */
  readonly revision: string;
  open(): Promise<SourceTree>;
}

/** What a ref stands for, as cheaply as it can be told. */
export async function identifyVersion(
  origin: CoreOrigin,
  ref: string,
  access: CoreAccess = {},
): Promise<IdentifiedVersion> {
  if (origin.kind === "git") {
    const { sha } = await resolveRef(origin.path, ref, packageOptions(access));
    return { ref, revision: sha, open: () => openVersion(origin, ref, access) };
  }
  const tree = await openVersion(origin, ref, access);
  return { ref, revision: tree.revision, open: async () => tree };
}

export async function openVersion(origin: CoreOrigin, ref: string, access: CoreAccess = {}): Promise<SourceTree> {
  if (origin.kind === "npm") return openNpmPackage(origin.name, ref, npmOptions(access));
  if (origin.kind === "folder") return openFolder(origin.path, ref);
  return openGitTree(origin.path, ref, packageOptions(access));
}

/** Dependencies are looked up at the versions that the release asks for. A git core is read without the network. */
export function dependencyResolver(origin: CoreOrigin, access: CoreAccess = {}): DependencyResolver | undefined {
  return origin.kind === "npm" ? createNpmResolver(npmOptions(access)) : undefined;
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

function packageOptions(access: CoreAccess): { packageName?: string } {
  return access.package === undefined ? {} : { packageName: access.package };
}
