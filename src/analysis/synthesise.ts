import type { Manifest } from "../domain/manifest.js";
import type { ApiDiff } from "../domain/matching.js";
import type { ProposedOperation } from "../domain/operation.js";
import { inOrder, listOperations, summaryOf } from "../operations/listing.js";
import { KINDS } from "../operations/registry.js";
import { additionsOf, declaredBump, requiredBump } from "./bump.js";
import { applyOverrides, type Overridden } from "./overrides/apply.js";
import type { Overrides } from "./overrides/read.js";

/** Everything in a manifest that is not an operation. */
export type ManifestHead = Omit<Manifest, "operations" | "summary" | "semver" | "manifest_version">;

/** What a difference asks of dependents, before it is decided what of it the manifest lists. */
export interface Proposals {
  /** In the manifest's order: by kind, then by what they match. */
  readonly operations: readonly ProposedOperation[];
  /** Operations that are not as they were inferred. */
  readonly overridden: readonly Overridden[];
  /** Shown in every pull request. */
  readonly notes: readonly string[];
}

export interface Synthesis {
  readonly manifest: Manifest;
  /** Operations left out because they are less sure than asked for. */
  readonly withheld: readonly ProposedOperation[];
  readonly overridden: readonly Overridden[];
}

/**
 * Asks every kind for its operations and lets the maintainers have the last word. The result depends on nothing but the difference and
 * the overrides.
 */
export function propose(diff: ApiDiff, overrides?: Overrides): Proposals {
  const inferred = KINDS.flatMap((kind) => kind.infer(diff));
  const { operations, overridden } =
    overrides === undefined ? { operations: inferred, overridden: [] } : applyOverrides(inferred, overrides);
  return { operations: inOrder(operations), overridden, notes: overrides?.notes ?? [] };
}

/** The manifest of what is proposed. Operations less sure than the threshold are withheld. */
export function synthesise(
  diff: ApiDiff,
  head: ManifestHead,
  { operations: proposed, overridden, notes }: Proposals,
  threshold: number,
): Synthesis {
  const kept = proposed.filter(({ confidence }) => confidence >= threshold);
  const operations = listOperations(kept);
  return {
    manifest: {
      manifest_version: 1,
      ...head,
      summary: [summaryOf(operations), ...notes].join(" "),
      semver: {
        declared: declaredBump(head.from, head.to),
        required: requiredBump(operations, additionsOf(diff)),
      },
      operations,
    },
    withheld: proposed.filter(({ confidence }) => confidence < threshold),
    overridden,
  };
}
