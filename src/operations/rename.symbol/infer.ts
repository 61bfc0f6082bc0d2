import type { ApiDiff } from "../../domain/matching.js";
import type { ProposedOperation } from "../../domain/operation.js";
import { pairsOf, renameMatch, renameOperation } from "../subject.js";

export function infer(diff: ApiDiff): ProposedOperation[] {
  return pairsOf(diff.pairs, "symbol").map((pair) => renameOperation("rename.symbol", pair, renameMatch(pair)));
}
