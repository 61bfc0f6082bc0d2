import { blake3Hex, compareText } from "../domain/hash.js";
import type { SourceTree, TreeEntry } from "../domain/source-tree.js";
import type { CoreFiles } from "../languages/typescript/core.js";

/** Larger files are hashed and listed, never parsed: they are generated. */
export const MAX_SOURCE_BYTES = 4 * 1024 * 1024;

/** Contents by object id, shared by the versions that are compared so that nothing is read or hashed twice. */
export class BlobStore {
  readonly #bytes = new Map<string, Uint8Array>();
  readonly #hashes = new Map<string, string>();
  readonly #texts = new Map<string, string | undefined>();

  /** Reads what is not there yet, of all trees at once. */
  async load(...trees: readonly SourceTree[]): Promise<void> {
    const asked = new Set<string>();
    const reads = trees.map((tree) => {
      const wanted: string[] = [];
      for (const { kind, oid } of tree.entries) {
        if (kind === "submodule" || this.#bytes.has(oid) || asked.has(oid)) continue;
        asked.add(oid);
        wanted.push(oid);
      }
      return wanted.length === 0 ? [] : tree.read(wanted);
    });
    for (const contents of await Promise.all(reads)) {
      for (const [oid, bytes] of contents) this.#bytes.set(oid, bytes);
    }
  }

  bytes(oid: string): Uint8Array | undefined {
    return this.#bytes.get(oid);
  }

  /** undefined for what is not there, or too large to be a source. */
  text(oid: string): string | undefined {
    if (!this.#texts.has(oid)) this.#texts.set(oid, decode(this.#bytes.get(oid)));
    return this.#texts.get(oid);
  }

  /** BLAKE3 of the content; a submodule, which has none here, is known by its commit. */
  hash(entry: TreeEntry): string {
    let hash = this.#hashes.get(entry.oid);
    if (hash === undefined) {
      const bytes = this.#bytes.get(entry.oid);
      hash = bytes === undefined ? `commit:${entry.oid}` : blake3Hex(bytes);
      this.#hashes.set(entry.oid, hash);
    }
    return hash;
  }
}

/** A tree and its contents, as the language modules look at them. Symbolic links are listed but not followed. */
export class LoadedTree implements CoreFiles {
  readonly entries: readonly TreeEntry[];
  readonly paths: readonly string[];
  readonly #byPath: ReadonlyMap<string, TreeEntry>;

  constructor(
    readonly source: SourceTree,
    readonly blobs: BlobStore,
  ) {
    this.entries = [...source.entries].sort((a, b) => compareText(a.path, b.path));
    this.#byPath = new Map(this.entries.filter((entry) => entry.kind === "file").map((entry) => [entry.path, entry]));
    this.paths = [...this.#byPath.keys()];
  }

  /** Files too large to be parsed, by path. */
  get tooLarge(): string[] {
    return this.paths.filter((path) => (this.blobs.bytes(this.oid(path) ?? "")?.byteLength ?? 0) > MAX_SOURCE_BYTES);
  }

  has(path: string): boolean {
    return this.#byPath.has(path);
  }

  entry(path: string): TreeEntry | undefined {
    return this.#byPath.get(path);
  }

  oid(path: string): string | undefined {
    return this.#byPath.get(path)?.oid;
  }

  text(path: string): string | undefined {
    const oid = this.oid(path);
    return oid === undefined ? undefined : this.blobs.text(oid);
  }
}

export async function loadTree(source: SourceTree, blobs: BlobStore): Promise<LoadedTree> {
  await blobs.load(source);
  return new LoadedTree(source, blobs);
}

const UTF8 = new TextDecoder("utf-8");

/** UTF-8, invalid sequences replaced, a byte order mark dropped. */
function decode(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined || bytes.byteLength > MAX_SOURCE_BYTES) return undefined;
  return UTF8.decode(bytes);
}
