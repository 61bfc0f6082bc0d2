import type { Use } from "../languages/typescript/uses/use.js";
import type { Outcome } from "./codemod.js";
import { renameMember } from "./rename.js";

interface KeyRename {
  /** Dotted. */
  readonly from: string;
  readonly to: string;
}

/** Renames the last part of a key where it stands; one that goes elsewhere in the object is a person's to move. */
export function rewriteKey({ from, to }: KeyRename, use: Use, advice: string): Outcome {
  if (use.kind !== "member") return { do: "nothing" };
  if (use.certainty === "possible") return { do: "flag", reason: use.reason, comment: false };
  const [fromParent] = splitKey(from);
  const [toParent, toName] = splitKey(to);
  if (fromParent !== toParent) return { do: "flag", reason: advice, comment: true };
  return renameMember(toName, use);
}

/** `a.b.c` as `["a.b", "c"]`. */
function splitKey(key: string): [parent: string, name: string] {
  const dot = key.lastIndexOf(".");
  return [key.slice(0, Math.max(dot, 0)), key.slice(dot + 1)];
}
