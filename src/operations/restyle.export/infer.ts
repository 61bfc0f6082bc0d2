import type { ApiDiff } from "../../domain/matching.js";
import type { ProposedOperation } from "../../domain/operation.js";
import { restylesOf } from "../restyle.js";

export function infer(diff: ApiDiff): ProposedOperation[] {
  return restylesOf(diff).map(({ confidence, method, ...match }) => ({
    kind: "restyle.export",
    match,
    confidence,
    method,
    evidence: {},
    breaking: true,
    dependsOn: [],
  }));
}
