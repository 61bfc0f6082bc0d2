import { createHash } from "node:crypto";
import { Parser, type ReadEntry } from "tar";
import { OnxError } from "../../domain/errors.js";
import { blake3Hex, compareText } from "../../domain/hash.js";
import type { SourceTree, TreeEntry } from "../../domain/source-tree.js";

/** Unpacked bytes, in total; the largest packages in use unpack to about 200 MB. */
const MAX_UNPACKED_BYTES = 1 << 29;

interface PackedFile {
  readonly path: string;
  readonly executable: boolean;
  readonly content: Uint8Array;
}

/** The files of a package's tarball as a tree, unpacked in memory: nothing in it can reach the disk. */
export async function openTarball(tarball: Uint8Array, label: string): Promise<SourceTree> {
  const contents = new Map<string, Uint8Array>();
  const entries = new Map<string, TreeEntry>();
  for (const { path, executable, content } of await unpack(tarball, label)) {
    const oid = blobId(content);
    contents.set(oid, content);
    entries.set(path, { path, oid, kind: "file", executable });
  }
  const sorted = [...entries.values()].sort((a, b) => compareText(a.path, b.path));
  return {
    label,
    revision: integrityOf(tarball),
    treeId: `blake3:${blake3Hex(sorted.map(({ path, oid }) => `${path}\0${oid}\n`).join(""))}`,
    entries: sorted,
    read: async (oids) => new Map(oids.map((oid) => [oid, contents.get(oid) ?? missing(oid, label)])),
  };
}

export function integrityOf(tarball: Uint8Array): string {
  return `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
}

/** git's id for the same content, so that a file is the same object in a tarball and in a repository. */
function blobId(content: Uint8Array): string {
  return createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
}

function missing(oid: string, label: string): never {
  throw new OnxError("package-file-missing", `the package has no file with id ${oid}`, { place: label });
}

function unpack(tarball: Uint8Array, label: string): Promise<PackedFile[]> {
  return new Promise((resolve, reject) => {
    const files: Promise<PackedFile>[] = [];
    let total = 0;
    const fail = (reason: string): void =>
      reject(new OnxError("bad-tarball", `the package's tarball cannot be read: ${reason}`, { place: label }));

    const parser = new Parser({
      onReadEntry: (entry) => {
        const path = pathInPackage(entry);
        total += entry.size;
        if (total > MAX_UNPACKED_BYTES) fail(`it unpacks to more than ${MAX_UNPACKED_BYTES} bytes`);
        if (path === undefined || total > MAX_UNPACKED_BYTES) return void entry.resume();
        files.push(entry.concat().then((content) => ({ path, executable: isExecutable(entry), content })));
      },
      onwarn: (code, message) => {
        if (code === "TAR_BAD_ARCHIVE" || code === "TAR_ABORT") fail(String(message));
      },
    });
    parser.on("error", (error: Error) => fail(error.message));
    parser.on("end", () => Promise.all(files).then(resolve, reject));
    parser.end(Buffer.from(tarball.buffer, tarball.byteOffset, tarball.byteLength));
  });
}

/** Without the leading folder, whatever it is called. Links, and paths that leave the package, are left out, as npm does. */
function pathInPackage(entry: ReadEntry): string | undefined {
  if (!["File", "OldFile", "ContiguousFile"].includes(entry.type)) return undefined;
  const parts = entry.path.split(/[/\\]/).filter((part) => part !== "" && part !== ".");
  if (parts.includes("..") || parts.length < 2) return undefined;
  return parts.slice(1).join("/");
}

function isExecutable(entry: ReadEntry): boolean {
  return ((entry.mode ?? 0) & 0o111) !== 0;
}
