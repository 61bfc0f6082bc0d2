import type { Argument, ArgumentChange, CallUse, Use } from "../languages/typescript/uses/use.js";
import type { Outcome } from "./codemod.js";

/** Asks a person at a call, or where the callable is handed on. */
export function flagCall(use: Use, advice: string): Outcome {
  if (use.kind !== "call") return { do: "nothing" };
  if (use.certainty === "possible") return { do: "flag", reason: use.reason, comment: false };
  return { do: "flag", reason: advice, comment: true };
}

/** What is passed by a call that is the core's for certain. */
export function passedBy(use: Use): readonly Argument[] | undefined {
  return use.kind === "call" && use.certainty === "certain" ? use.arguments : undefined;
}

/** True where the dependent's own function takes the place of the core's, and is called with more or less as it likes. */
export function isOverride(use: Use): use is CallUse {
  return use.kind === "call" && use.form === "declaration";
}

export function pass(change: ArgumentChange): Outcome {
  return { do: "pass", change };
}

/** The place of the first argument of which it cannot be told how many it is. */
export function knownUntil(passed: readonly Argument[]): number {
  const spread = passed.findIndex(({ isSpread }) => isSpread);
  return spread === -1 ? Infinity : spread;
}

/** `options.limit` names a key of the parameter `options`. */
export function keyOf(name: string): string | undefined {
  const dot = name.indexOf(".");
  return dot === -1 ? undefined : name.slice(dot + 1);
}
