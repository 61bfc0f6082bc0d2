import type { ApiDiff } from "../../domain/matching.js";
import type { ProposedOperation } from "../../domain/operation.js";

export function infer(diff: ApiDiff): ProposedOperation[] {
  return diff.fileMoves.map(({ from, to, confidence, method, evidence }) => ({
    kind: "move.file",
    match: { from, to },
    confidence,
    method,
    evidence: { ...evidence },
    breaking: true,
    dependsOn: [],
  }));
}
