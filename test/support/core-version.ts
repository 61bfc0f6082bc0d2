import { BlobStore } from "../../src/analysis/load.js";
import { openCore, type CoreVersion } from "../../src/analysis/open-core.js";
import { blake3Hex, compareText } from "../../src/domain/hash.js";
import type { ApiSurface } from "../../src/domain/matching.js";
import type { SourceTree } from "../../src/domain/source-tree.js";
import type { PublicSymbol } from "../../src/domain/symbol.js";
import type { CoreFiles } from "../../src/languages/typescript/core.js";
import { openFolder } from "../../src/app/core.js";

/** Texts by path; a value that is no text is written as JSON. */
export type CoreText = Readonly<Record<string, string | object>>;

/** A version of a core that lies in no repository. */
export function sourceTreeOf(files: CoreText, label = "test"): SourceTree {
  const contents = new Map<string, Uint8Array>();
  const entries = Object.entries(files)
    .map(([path, content]) => {
      const bytes = Buffer.from(textOf(content));
      const oid = blake3Hex(bytes);
      contents.set(oid, bytes);
      return { path, oid, kind: "file" as const, executable: false };
    })
    .sort((a, b) => compareText(a.path, b.path));
  const treeId = blake3Hex(JSON.stringify(entries));
  return {
    label,
    revision: treeId,
    treeId,
    entries,
    read: async (oids) => new Map(oids.map((oid) => [oid, contents.get(oid)!])),
  };
}

/** The same files as the language module looks at them. */
export function coreFilesOf(files: CoreText): CoreFiles {
  const texts = new Map(Object.entries(files).map(([path, content]) => [path, textOf(content)]));
  return {
    paths: [...texts.keys()].sort(compareText),
    has: (path) => texts.has(path),
    text: (path) => texts.get(path),
    oid: (path) => texts.get(path),
  };
}

export async function openFiles(files: CoreText, packageName?: string): Promise<CoreVersion> {
  return openTree(sourceTreeOf(files), packageName);
}

/** A package named `core` whose `src/index.ts` is its only entry. */
export async function openIndex(index: string, others: CoreText = {}): Promise<CoreVersion> {
  const manifest = { name: "core", version: "1.0.0", exports: "./src/index.ts" };
  return openFiles({ "package.json": manifest, "src/index.ts": index, ...others });
}

export async function openFolderVersion(folder: string): Promise<CoreVersion> {
  return openTree(await openFolder(folder, "test"));
}

async function openTree(tree: SourceTree, packageName?: string): Promise<CoreVersion> {
  return openCore(tree, {
    blobs: new BlobStore(),
    facts: new Map(),
    ...(packageName === undefined ? {} : { package: packageName }),
  });
}

/** `module:Container.name kind`, one for each public name, sorted. */
export function namesOf({ symbols }: ApiSurface): string[] {
  return symbols.map((symbol) => `${nameOf(symbol)} ${symbol.declaration.kind}`).sort();
}

/** The symbol with the name `module:Container.name`. */
export function symbolOf(version: CoreVersion, name: string): PublicSymbol {
  const found = version.surface.symbols.find((symbol) => nameOf(symbol) === name);
  if (found === undefined) throw new Error(`no ${name} among ${namesOf(version.surface).join(", ")}`);
  return found;
}

function textOf(content: string | object): string {
  return typeof content === "string" ? content : JSON.stringify(content, null, 2);
}

function nameOf({ module, container, name }: PublicSymbol): string {
  return `${module}:${container === "" ? "" : `${container}.`}${name}`;
}
