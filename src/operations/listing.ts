import { canonicalJson, compareText } from "../domain/hash.js";
import { operationId } from "../domain/ids.js";
import type { Operation, ProposedOperation } from "../domain/operation.js";
import { containerRename } from "./container-rename.js";
import { KINDS } from "./registry.js";

type Said = Pick<Operation, "kind" | "match">;

/** Operations as a manifest lists them: by kind, then by what they match, with their ids and what they depend on. */
export function listOperations(proposed: readonly ProposedOperation[]): Operation[] {
  const numbered = inOrder(proposed).map((operation, i) => ({ ...operation, id: operationId(i + 1) }));
  return numbered.map(({ dependsOn: _keys, ...operation }): Operation => {
    const holder = holderRename(operation);
    const needed = holder === undefined ? [] : numbered.filter(holder);
    return { ...operation, depends_on: needed.map(({ id }) => id) };
  });
}

export function inOrder(operations: readonly ProposedOperation[]): ProposedOperation[] {
  return KINDS.flatMap(({ kind }) =>
    operations
      .filter((operation) => operation.kind === kind)
      .map((operation) => ({ operation, key: canonicalJson(operation.match) }))
      .sort((a, b) => compareText(a.key, b.key))
      .map(({ operation }) => operation),
  );
}

/** How many operations there are of each kind, in words. */
export function summaryOf(operations: readonly Operation[]): string {
  const counts = KINDS.flatMap(({ kind, nouns }) => {
    const count = operations.filter((operation) => operation.kind === kind).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? nouns.one : nouns.many}`];
  });
  return counts.length === 0 ? "No change that dependents must follow." : `${counts.join(", ")}.`;
}

/** A member's rename makes no sense without that of its container, nor a key's without that of the key around it: the new name is said there. */
function holderRename({ kind, match }: Said): ((other: Said) => boolean) | undefined {
  if (kind === "config.key_rename") {
    const { config, from, to } = match;
    if (outerKey(from) === outerKey(to)) return undefined;
    return (other) =>
      other.kind === kind &&
      other.match["config"] === config &&
      String(from).startsWith(`${String(other.match["from"])}.`);
  }
  const { module, container, to_container: toContainer } = match;
  if (typeof container !== "string" || toContainer === undefined) return undefined;
  return (other) => {
    const rename = containerRename(other);
    return rename?.module === module && rename?.from === container;
  };
}

/** `a.b` of `a.b.c`. */
function outerKey(key: unknown): string {
  return String(key).split(".").slice(0, -1).join(".");
}
