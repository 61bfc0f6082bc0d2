import semver from "semver";
import { canonicalJson, compareText } from "../domain/hash.js";
import { operationId } from "../domain/ids.js";
import type { Bump, Manifest } from "../domain/manifest.js";
import type { ApiDiff } from "../domain/matching.js";
import type { Operation, ProposedOperation } from "../domain/operation.js";
import { KINDS } from "../operations/registry.js";

/** Everything in a manifest that is not an operation. */
export type ManifestHead = Omit<Manifest, "operations" | "summary" | "semver" | "manifest_version">;

export interface Synthesis {
  readonly manifest: Manifest;
  /** Operations left out because they are less sure than asked for. */
  readonly withheld: readonly ProposedOperation[];
}

/**
 * Asks every kind for its operations and puts them in the manifest's order: by kind, then by what they match. The result depends on
 * nothing but the difference.
 */
export function synthesise(diff: ApiDiff, head: ManifestHead, threshold: number): Synthesis {
  const proposed = KINDS.flatMap((kind) =>
    [...kind.infer(diff)].sort((a, b) => compareText(canonicalJson(a.match), canonicalJson(b.match))),
  );
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
      summary: summaryOf(operations),
      semver: { declared: declaredBump(head.from, head.to), required: requiredBump(operations, diff) },
      operations,
    },
    withheld: proposed.filter(({ confidence }) => confidence < threshold),
  };
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

/** The bump that the version numbers claim. */
export function declaredBump(from: string, to: string): Bump {
  if (semver.valid(from) === null || semver.valid(to) === null) return "none";
  const difference = semver.diff(from, to)?.replace("pre", "");
  if (difference === "major" || difference === "minor" || difference === "patch") return difference;
  return difference === undefined ? "none" : "patch";
}

/** The bump that the changes demand (semver.org): anything that breaks a dependent is major, anything new is minor. */
export function requiredBump(operations: readonly Operation[], diff: ApiDiff): Bump {
  if (operations.some(({ breaking }) => breaking)) return "major";
  const before = new Set(diff.from.symbols.map(publicName));
  return operations.length > 0 || diff.to.symbols.some((symbol) => !before.has(publicName(symbol))) ? "minor" : "patch";
}

function publicName({ module, container, name }: { module: string; container: string; name: string }): string {
  return `${module}:${container}.${name}`;
}
