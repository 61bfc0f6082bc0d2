import { isUtf8 } from "node:buffer";
import type { TreeEntry } from "../../domain/source-tree.js";
import { compareText } from "../../domain/hash.js";

const TAB = 0x09;

/** Output of `git ls-tree -r -z`: `MODE TYPE OID\tNAME\0`, again and again. */
export function parseListing(bytes: Buffer): TreeEntry[] {
  const lines = isUtf8(bytes) ? bytes.toString("utf8").split("\0") : escapedRecords(bytes);
  return sortEntries(lines.flatMap((line) => (line === "" ? [] : [parseRecord(line)])));
}

function parseRecord(line: string): TreeEntry {
  const tab = line.indexOf("\t");
  const [mode = "", , oid = ""] = line.slice(0, tab).split(" ");
  return treeEntry(mode, oid, line.slice(tab + 1));
}

function escapedRecords(bytes: Buffer): string[] {
  const records: string[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0, start);
    const tab = bytes.indexOf(TAB, start);
    records.push(`${bytes.toString("latin1", start, tab)}\t${decodeName(bytes.subarray(tab + 1, end))}`);
    start = end + 1;
  }
  return records;
}

export interface RawTreeEntry {
  readonly mode: string;
  readonly oid: string;
  readonly name: string;
}

/** A tree object: `MODE NAME\0` and the 20 bytes of the id, again and again. */
export function parseTreeObject(bytes: Buffer): RawTreeEntry[] {
  const entries: RawTreeEntry[] = [];
  for (let start = 0; start < bytes.length;) {
    const space = bytes.indexOf(0x20, start);
    const end = bytes.indexOf(0, space);
    const mode = bytes.toString("latin1", start, space);
    const oid = bytes.toString("hex", end + 1, end + 21);
    entries.push({ mode, oid, name: decodeName(bytes.subarray(space + 1, end)) });
    start = end + 21;
  }
  return entries;
}

export function treeEntry(mode: string, oid: string, path: string): TreeEntry {
  const kind = mode === "160000" ? "submodule" : mode === "120000" ? "symlink" : "file";
  return { path, oid, kind, executable: mode === "100755" };
}

/** git sorts by byte, which differs from code units beyond the basic plane. */
export function sortEntries(entries: TreeEntry[]): TreeEntry[] {
  return entries.sort((a, b) => compareText(a.path, b.path));
}

/** UTF-8 as it is; of any other name, each byte outside ASCII as `\xNN`. */
export function decodeName(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  return bytes
    .toString("latin1")
    .replace(/[\x80-\xff]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** Names that each end with a zero byte, decoded one by one: a bad one leaves the others as they are. */
export function decodeNames(bytes: Buffer): string[] {
  const names: string[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0, start);
    names.push(decodeName(bytes.subarray(start, end)));
    start = end + 1;
  }
  return names;
}
