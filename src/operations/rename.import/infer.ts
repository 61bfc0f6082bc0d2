import type { ApiDiff } from "../../domain/matching.js";
import type { ProposedOperation } from "../../domain/operation.js";

export function infer(diff: ApiDiff): ProposedOperation[] {
  return diff.moduleMoves.map(({ from, to, symbols, confidence, method, evidence }) => ({
    kind: "rename.import",
    match: { from, to, ...(symbols === undefined ? {} : { symbols }) },
    confidence,
    method,
    evidence: { ...evidence },
    breaking: true,
    dependsOn: [],
  }));
}
