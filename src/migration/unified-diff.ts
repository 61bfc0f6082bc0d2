import { formatPatch, structuredPatch } from "diff";
import { compareText } from "../domain/hash.js";
import type { FileState, FileTransition } from "./files.js";

const CONTEXT_LINES = 3;

/** A patch that `git apply` carries out byte for byte. Contents pass through as Latin-1, so that any encoding survives. */
export function unifiedDiff(files: readonly FileTransition[]): Buffer {
  const sorted = [...files].sort((a, b) => compareText(a.path, b.path));
  return Buffer.from(sorted.map(filePatch).join(""), "latin1");
}

function filePatch({ path, before, after }: FileTransition): string {
  const names = [`a/${path}`, `b/${path}`] as const;
  const patch = structuredPatch(...names, text(before), text(after), undefined, undefined, { context: CONTEXT_LINES });
  const modes = modeHeaders(before, after);
  if (patch.hunks.length === 0 && Object.keys(modes).length === 0) return "";
  return formatPatch({
    ...patch,
    ...modes,
    isGit: true,
    ...(before === null && { isCreate: true, oldFileName: "/dev/null" }),
    ...(after === null && { isDelete: true, newFileName: "/dev/null" }),
  });
}

function modeHeaders(before: FileState | null, after: FileState | null): { oldMode?: string; newMode?: string } {
  const modes = { ...(before && { oldMode: gitMode(before) }), ...(after && { newMode: gitMode(after) }) };
  return modes.oldMode === modes.newMode ? {} : modes;
}

function text(state: FileState | null): string {
  return state === null ? "" : Buffer.from(state.bytes).toString("latin1");
}

function gitMode({ mode }: FileState): string {
  return (mode & 0o100) === 0 ? "100644" : "100755";
}
