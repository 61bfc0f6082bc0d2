import { resolve } from "node:path";
import { BlobStore } from "../analysis/load.js";
import { openCore } from "../analysis/open-core.js";
import { dependencyResolver, openVersion } from "./core.js";
import { snapshotFiles } from "./snapshot-files.js";
import { type CoreFlags, originOf } from "./generate-command.js";
import { writeFolder } from "./output-folder.js";

export interface SnapshotRequest extends CoreFlags {
  readonly ref: string;
  readonly out: string;
  readonly package?: string;
}

export interface SnapshotSummary {
  readonly ref: string;
  readonly revision: string;
  readonly tree: string;
  readonly symbols: number;
  readonly out: string;
  readonly files: readonly string[];
}

/** `onx-manifest snapshot`: the tree, metadata and graph of one version. */
export async function snapshotToFolder(request: SnapshotRequest): Promise<SnapshotSummary> {
  const origin = originOf(request);
  const access = request.package === undefined ? {} : { package: request.package };
  const source = await openVersion(origin, request.ref, access);
  const resolveDependency = dependencyResolver(origin, access);
  const options = { blobs: new BlobStore(), facts: new Map(), ...access };
  const version = await openCore(source, { ...options, ...(resolveDependency !== undefined && { resolveDependency }) });
  const { files, hash } = snapshotFiles(version, "snapshot");
  await writeFolder(resolve(request.out), files);
  const { ref, out } = request;
  const symbols = version.surface.symbols.length;
  return { ref, revision: source.revision, tree: hash, symbols, out, files: [...files.keys()] };
}
