import { canonicalJson, compareText } from "../domain/hash.js";
import { operationId } from "../domain/ids.js";
import type { Manifest } from "../domain/manifest.js";
import type { ApiDiff } from "../domain/matching.js";
import type { Operation, ProposedOperation } from "../domain/operation.js";
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

/**
 * Asks every kind for its operations, lets the maintainers have the last word, and puts them in the manifest's order: by kind, then by
 * what they match. The result depends on nothing but the difference and the overrides.
 */
export function synthesise(diff: ApiDiff, head: ManifestHead, threshold: number, overrides?: Overrides): Synthesis {
  const inferred = KINDS.flatMap((kind) => kind.infer(diff));
  const { operations: ruled, overridden } =
    overrides === undefined ? { operations: inferred, overridden: [] } : applyOverrides(inferred, overrides);
  const proposed = inOrder(ruled);
  const kept = proposed.filter(({ confidence }) => confidence >= threshold);
  const numbered = kept.map((operation, i) => ({ ...operation, id: operationId(i + 1) }));
  const operations = numbered.map(({ dependsOn: _keys, ...operation }): Operation => ({
    ...operation,
    depends_on: containerRenames(operation, numbered),
  }));
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

function inOrder(operations: readonly ProposedOperation[]): ProposedOperation[] {
  return KINDS.flatMap(({ kind }) =>
    operations
      .filter((operation) => operation.kind === kind)
      .sort((a, b) => compareText(canonicalJson(a.match), canonicalJson(b.match))),
  );
}

/** A member's rename makes no sense without that of its container: what it is called in `to` is said there. */
function containerRenames(
  operation: Pick<ProposedOperation, "match">,
  all: readonly (ProposedOperation & { id: string })[],
): string[] {
  const { module, container, to_container: toContainer } = operation.match;
  if (typeof container !== "string" || toContainer === undefined) return [];
  return all
    .filter(
      ({ kind, match }) => kind === "rename.symbol" && match["module"] === module && qualified(match) === container,
    )
    .map(({ id }) => id);
}

function qualified(match: Record<string, unknown>): string {
  return match["container"] === undefined
    ? String(match["from"])
    : `${String(match["container"])}.${String(match["from"])}`;
}

function summaryOf(operations: readonly Operation[]): string {
  const counts = KINDS.flatMap(({ kind, nouns }) => {
    const count = operations.filter((operation) => operation.kind === kind).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? nouns.one : nouns.many}`];
  });
  return counts.length === 0 ? "No change that dependents must follow." : `${counts.join(", ")}.`;
}
