import { OnxError } from "../domain/errors.js";
import { blake3Hex, canonicalJson } from "../domain/hash.js";
import { type Band, bandOf, type Operation, type Thresholds } from "../domain/operation.js";

export interface PlanOptions {
  readonly thresholds: Thresholds;
  /** Ids of the only operations to carry out. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** Operations below it are left out; those from it on are carried out, in the review band too. */
  readonly minConfidence?: number;
  /** Ids that a person approved, whatever their confidence. */
  readonly approved?: readonly string[];
}

export interface PlannedOperation {
  readonly operation: Operation;
  readonly band: Band;
  /** `flag` leaves a comment at each site in place of an edit. */
  readonly decision: "apply" | "flag" | "skip";
  /** Why it is not applied. */
  readonly reason?: string;
}

/** What is done with each operation, in the manifest's order. */
export function planOperations(operations: readonly Operation[], options: PlanOptions): PlannedOperation[] {
  checkIds(operations, [...(options.only ?? []), ...(options.skip ?? []), ...(options.approved ?? [])]);
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const planned = new Map<string, PlannedOperation>();

  function plan(operation: Operation): PlannedOperation {
    const known = planned.get(operation.id);
    if (known !== undefined) return known;
    const missing = operation.depends_on.find((id) => {
      const needed = byId.get(id);
      return needed === undefined || plan(needed).decision !== "apply";
    });
    const own = decide(operation, options);
    const result =
      own.decision === "apply" && missing !== undefined
        ? { ...own, decision: "skip" as const, reason: `needs ${missing}, which is not applied` }
        : own;
    planned.set(operation.id, result);
    return result;
  }

  return operations.map(plan);
}

function decide(operation: Operation, options: PlanOptions): PlannedOperation {
  const { id, confidence } = operation;
  const band = bandOf(confidence, options.thresholds);
  if (options.only !== undefined && !options.only.includes(id)) {
    return { operation, band, decision: "skip", reason: "not among the operations asked for" };
  }
  if (options.skip?.includes(id) === true) return { operation, band, decision: "skip", reason: "asked to skip" };
  const { minConfidence } = options;
  if (minConfidence !== undefined && confidence < minConfidence) {
    return { operation, band, decision: "skip", reason: `confidence ${confidence} is below ${minConfidence}` };
  }
  const approved = minConfidence !== undefined || options.approved?.includes(id) === true;
  if (approved || band !== "review") return { operation, band, decision: "apply" };
  return { operation, band, decision: "flag", reason: `confidence ${confidence} asks for a review` };
}

/** Says what an operation does, whatever its id is in the manifest at hand. */
export function fingerprintOf({ kind, match }: Operation): string {
  return blake3Hex(canonicalJson({ kind, match })).slice(0, 16);
}

function checkIds(operations: readonly Operation[], ids: readonly string[]): void {
  const unknown = ids.find((id) => operations.every((operation) => operation.id !== id));
  if (unknown === undefined) return;
  throw new OnxError("unknown-operation", `the manifest has no operation ${JSON.stringify(unknown)}`, {
    remedy: `it has ${operations.length === 0 ? "none" : operations.map(({ id }) => id).join(", ")}`,
  });
}
