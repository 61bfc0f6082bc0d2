import type { ApiDiff } from "../../domain/matching.js";
import type { ProposedOperation } from "../../domain/operation.js";

export function infer(_diff: ApiDiff): ProposedOperation[] {
  return [];
}
