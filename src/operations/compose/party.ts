import type { Manifest } from "../../domain/manifest.js";
import type { Method, Operation, ProposedOperation } from "../../domain/operation.js";

/** An operation that had a part in a composed one, and the step that it is of. */
export interface Party {
  readonly operation: Operation;
  readonly step: Pick<Manifest, "from" | "to">;
}

export type Said = Pick<Operation, "kind" | "match">;

/** The part of a composed operation's evidence that tells of one step. */
interface StepEvidence {
  readonly from: string;
  readonly to: string;
  readonly id: string;
  readonly kind: string;
  readonly match: unknown;
  readonly confidence: number;
  readonly method: Method;
  readonly evidence: unknown;
}

/**
 * An operation that follows from others. It is right only where all of them are: its confidence is their product, its method that of
 * the least sure. It breaks what any of them breaks.
 */
export function followsFrom(said: Said, [first, ...others]: readonly [Party, ...Party[]]): ProposedOperation {
  const parties = [first, ...others];
  const operations = parties.map(({ operation }) => operation);
  const leastSure = operations.reduce((a, b) => (b.confidence < a.confidence ? b : a));
  const notes = [...new Set(operations.flatMap(({ note }) => note ?? []))];
  return {
    ...said,
    confidence: rounded(operations.reduce((product, { confidence }) => product * confidence, 1)),
    method: leastSure.method,
    evidence: { steps: parties.flatMap(evidenceOf) },
    breaking: operations.some(({ breaking }) => breaking),
    dependsOn: [],
    ...(notes.length > 0 && { note: notes.join(" ") }),
  };
}

/** One entry a step, also of what was composed before. */
function evidenceOf({ operation, step }: Party): StepEvidence[] {
  const { id, kind, match, confidence, method, evidence } = operation;
  const { steps } = evidence;
  if (Array.isArray(steps)) return steps;
  return [{ from: step.from, to: step.to, id, kind, match, confidence, method, evidence }];
}

function rounded(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}
