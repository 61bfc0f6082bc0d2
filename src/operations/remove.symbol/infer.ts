import type { ApiDiff } from "../../domain/matching.js";
import type { ProposedOperation } from "../../domain/operation.js";
import { levelMoves } from "../level-moves.js";
import { restylesOf } from "../restyle.js";

export function infer(diff: ApiDiff): ProposedOperation[] {
  const restyled = new Set(restylesOf(diff).map(({ module, name }) => `${module}:${name}`));
  const moved = new Set(levelMoves(diff).map(({ from }) => from));
  const removals = diff.removals.filter(
    ({ symbol }) => !moved.has(symbol) && (symbol.container !== "" || !restyled.has(`${symbol.module}:${symbol.name}`)),
  );
  return removals.map(({ symbol, confidence, replacement, evidence }) => ({
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
