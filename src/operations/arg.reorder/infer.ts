import type { ApiDiff } from "../../domain/matching.js";
import type { ProposedOperation } from "../../domain/operation.js";
import { signatureOperations } from "../signature-operations.js";

export function infer(diff: ApiDiff): ProposedOperation[] {
  return signatureOperations(diff, "arg.reorder");
}
