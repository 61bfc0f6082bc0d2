import type { Use } from "../languages/typescript/uses/use.js";
import type { Outcome } from "./codemod.js";

/** Asks a person at a call, or where the callable is handed on. */
export function flagCall(use: Use, advice: string): Outcome {
  if (use.kind !== "call") return { do: "nothing" };
  if (use.certainty === "possible") return { do: "flag", reason: use.reason, comment: false };
  return { do: "flag", reason: advice, comment: true };
}
