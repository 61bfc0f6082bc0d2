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

export interface Synthesis {
  readonly manifest: Manifest;
  /** Operations left out because they are less sure than asked for. */
  readonly withheld: readonly ProposedOperation[];
  /** Operations that are not as they were inferred. */
  readonly overridden: readonly Overridden[];
}

export interface SynthesisOptions {
  /** Operations less sure than this are withheld. */
  readonly threshold: number;
  readonly overrides?: Overrides | undefined;
  /** Gives operations, in the manifest's order, another confidence and more evidence. */
  readonly verify?: ((operations: readonly ProposedOperation[]) => readonly ProposedOperation[]) | undefined;
}

/**
 * Asks every kind for its operations, lets the maintainers have the last word, and puts them in the manifest's order: by kind, then by
 * what they match. The result depends on nothing but the difference and the overrides.
 */
export function synthesise(
  diff: ApiDiff,
  head: ManifestHead,
  { threshold, overrides, verify = (operations) => operations }: SynthesisOptions,
): Synthesis {
  const inferred = KINDS.flatMap((kind) => kind.infer(diff));
  const { operations: ruled, overridden } =
    overrides === undefined ? { operations: inferred, overridden: [] } : applyOverrides(inferred, overrides);
  const proposed = verify(inOrder(ruled));
  const kept = proposed.filter(({ confidence }) => confidence >= threshold);
  const operations = listOperations(kept);
  return {
    manifest: {
      manifest_version: 1,
      ...head,
      summary: [summaryOf(operations), ...(overrides?.notes ?? [])].join(" "),
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
