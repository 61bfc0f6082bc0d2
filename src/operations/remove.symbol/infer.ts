import type { ApiDiff } from "../../domain/matching.js";
import type { ProposedOperation } from "../../domain/operation.js";

export function infer(diff: ApiDiff): ProposedOperation[] {
  return diff.removals.map(({ symbol, confidence, replacement, evidence }) => ({
    kind: "remove.symbol",
    match: {
      module: symbol.module,
      ...(symbol.container === "" ? {} : { container: symbol.container }),
      name: symbol.name,
      ...(replacement === undefined ? {} : { replacement }),
    },
    confidence,
    method: replacement === undefined ? "similarity" : "deprecation-note",
    evidence: { ...evidence },
    breaking: true,
    dependsOn: [],
  }));
}
