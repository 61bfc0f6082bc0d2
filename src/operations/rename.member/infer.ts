import type { ApiDiff } from "../../domain/matching.js";
import type { ProposedOperation } from "../../domain/operation.js";
import { pairsOf, renameMatch, renameOperation } from "../subject.js";

export function infer(diff: ApiDiff): ProposedOperation[] {
  return pairsOf(diff.pairs, "member").map((pair) => renameOperation("rename.member", pair, renameMatch(pair)));
}
