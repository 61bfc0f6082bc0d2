import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { z } from "zod";
import { blake3Hex } from "../../domain/hash.js";
import { withoutMark } from "./json-text.js";
import type { Document } from "./schema-migration.js";

export const historyEntrySchema = z.strictObject({
  from_version: z.string(),
  to_version: z.string(),
  applied_at: z.iso.datetime(),
  changes: z.array(z.string()),
  /** BLAKE3 of the file before, which its backup still has. */
  checksum_before: z.string(),
  /** BLAKE3 of the file after, as it is with this field empty. */
  checksum_after: z.string(),
});
type HistoryEntry = z.infer<typeof historyEntrySchema>;

const FIELD = "migration_history";

/** The document with one more entry, whose `checksum_after` is still to be filled in. */
export function withEntry(document: Document, entry: Omit<HistoryEntry, "checksum_after">): Document {
  return { ...document, [FIELD]: [...historyOf(document), { ...entry, checksum_after: "" }] };
}

/** Entries as they are found, oldest first. */
export function historyOf(document: Document): readonly unknown[] {
  const history = document[FIELD];
  return Array.isArray(history) ? history : [];
}

/** The text with the checksum of itself in its newest entry. */
export function seal(text: string): string {
  const { before, after } = aroundChecksum(text) ?? { before: text, after: "" };
  return before + blake3Hex(text) + after;
}

/** Whether a text is, to the byte, as it was written when its newest entry was made. */
export function isSealed(text: string): boolean {
  const around = aroundChecksum(text);
  return around !== undefined && blake3Hex(around.before + around.after) === around.checksum;
}

/** The text before and after the digits of its newest `checksum_after`. */
function aroundChecksum(text: string): { before: string; checksum: string; after: string } | undefined {
  const body = withoutMark(text);
  const root = parseTree(body);
  const entries = root && findNodeAtLocation(root, [FIELD]);
  const newest = entries?.children?.at(-1);
  const node = newest && findNodeAtLocation(newest, ["checksum_after"]);
  if (node?.type !== "string") return undefined;
  const start = text.length - body.length + node.offset + 1;
  const end = start + node.length - 2;
  return { before: text.slice(0, start), checksum: text.slice(start, end), after: text.slice(end) };
}
