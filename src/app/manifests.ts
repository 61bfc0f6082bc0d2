import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { openDirectoryRegistry } from "../adapters/registry/directory.js";
import type { EntryFiles, ManifestRegistry, Publication } from "../adapters/registry/manifest-registry.js";
import { messageOf, OnxError } from "../domain/errors.js";
import type { Manifest } from "../domain/manifest.js";
import { parseManifest } from "../operations/manifest.js";
import { MANIFEST_FILE, type ManifestText, readWay } from "./manifest-way.js";
import { readFolder } from "./output-folder.js";

const MAX_BYTES = 32 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

export interface LoadedManifest {
  readonly manifest: Manifest;
  /** As it was read. */
  readonly text: string;
  readonly place: string;
  /** For one that was composed on the way: those that lead from the same beginning to each version in between. */
  readonly stops: readonly Manifest[];
}

export interface ManifestSource {
  /** A file, a folder that holds one, a `registry://` URI or an http(s) URL. */
  readonly manifest: string;
  /** Folder of the registry for `registry://`. */
  readonly registry?: string | undefined;
}

export async function loadManifest(source: ManifestSource): Promise<LoadedManifest> {
  const { text, place, stops = [] } = await readManifest(source);
  return { manifest: parseManifest(text, place), text, place, stops };
}

/** Publishes a manifest with the files that `generate` wrote beside it. */
export async function publishManifest(file: string, registry: string): Promise<Publication> {
  requireFolderRegistry(registry);
  const { manifest, place } = await loadManifest({ manifest: file });
  const files: EntryFiles = new Map(
    [...((await readFolder(dirname(place))) ?? [])]
      .filter(([name]) => name === basename(place) || GENERATED.test(name))
      .map(([name, text]) => [name === basename(place) ? MANIFEST_FILE : name, Buffer.from(text)]),
  );
  const { package: name, from, to } = manifest;
  return openDirectoryRegistry(resolve(registry)).publish({ package: name, from, to }, files);
}

const GENERATED = /^((from|to)\.tree|(metadata|graph)_(from|to)\.(yaml|json)|manifest_report\.json|MIGRATION\.md)$/;

async function readManifest({ manifest: uri, registry }: ManifestSource): Promise<ManifestText> {
  if (uri.startsWith("registry://")) return readFromRegistry(uri, registry);
  if (/^https?:\/\//.test(uri)) return { text: await download(uri), place: uri };
  const path = (await isFolder(uri)) ? join(uri, MANIFEST_FILE) : uri;
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new OnxError("manifest-missing", "there is no change manifest here", {
      place: path,
      remedy: "name the file, or the folder that onx-manifest generate wrote",
      cause,
    });
  });
  return { text, place: path };
}

async function readFromRegistry(uri: string, registry: string | undefined): Promise<ManifestText> {
  return readWay(openRegistry(registry, uri), uri);
}

/** The registry that is named on the command line; `wanted` is what is looked up there. */
export function openRegistry(registry: string | undefined, wanted: string): ManifestRegistry {
  if (registry === undefined) {
    throw new OnxError("registry-missing", `no registry is named in which to look up ${wanted}`, {
      remedy: "give its folder with --registry, or in ONX_REGISTRY",
    });
  }
  requireFolderRegistry(registry);
  return openDirectoryRegistry(resolve(registry));
}

function requireFolderRegistry(registry: string): void {
  if (!/^\w+:\/\//.test(registry)) return;
  throw new OnxError("registry-unsupported", `a registry behind ${registry} cannot be used yet`, {
    remedy: "name a folder",
  });
}

async function download(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "follow" });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return await readCapped(response);
  } catch (cause) {
    throw new OnxError("manifest-unreachable", `the manifest cannot be fetched: ${messageOf(cause)}`, {
      place: url,
      remedy: "check the address, or download the file and name it",
      cause,
    });
  }
}

async function readCapped(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}
