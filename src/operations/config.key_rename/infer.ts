import type { ApiDiff } from "../../domain/matching.js";
import type { ProposedOperation } from "../../domain/operation.js";
import { pairsOf, renameMatch, renameOperation, shownName } from "../subject.js";

/** A key that stays in its options type; one that moves to another type is a member's rename. */
export function infer(diff: ApiDiff): ProposedOperation[] {
  return pairsOf(diff.pairs, "config-key").map((pair) => {
    const { from, to } = pair;
    if (to.role === "export") return renameOperation("rename.member", pair, renameMatch(pair));
    const [owner = "", ...nested] = from.container.split(".");
    const prefix = nested.map((key) => `${key}.`).join("");
    return renameOperation("config.key_rename", pair, {
      config: shownName({ module: from.module }, owner),
      from: prefix + from.name,
      to: nestedPrefix(to.container) + to.name,
    });
  });
}

function nestedPrefix(container: string): string {
  return container
    .split(".")
    .slice(1)
    .map((key) => `${key}.`)
    .join("");
}
