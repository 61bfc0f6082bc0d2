import type { ApiDiff } from "../../domain/matching.js";
import type { ProposedOperation } from "../../domain/operation.js";
import type { PublicSymbol } from "../../domain/symbol.js";
import { levelMoves } from "../level-moves.js";
import { pairsOf, renameMatch, renameOperation, shownName } from "../subject.js";

/** A key that stays in its options type, at its level or another; one that moves to another type is a member's rename. */
export function infer(diff: ApiDiff): ProposedOperation[] {
  const moves = levelMoves(diff);
  const moved = new Set(moves.map(({ from }) => from));
  const renames = pairsOf(diff.pairs, "config-key").filter(({ from }) => !moved.has(from));
  return [
    ...renames.map((pair) => {
      if (pair.to.role === "export") return renameOperation("rename.member", pair, renameMatch(pair));
      return renameOperation("config.key_rename", pair, keyMatch(pair.from, pair.to));
    }),
    ...moves.map(({ from, to, confidence }): ProposedOperation => ({
      kind: "config.key_rename",
      match: keyMatch(from, to),
      confidence,
      method: "similarity",
      evidence: { sig_from: from.declaration.sig, sig_to: to.declaration.sig, level: true },
      breaking: true,
      dependsOn: [],
    })),
  ];
}

function keyMatch(from: PublicSymbol, to: PublicSymbol): Record<string, unknown> {
  const [owner = ""] = from.container.split(".");
  return { config: shownName({ module: from.module }, owner), from: pathOf(from), to: pathOf(to) };
}

/** The key with those around it, without the type's name. */
function pathOf({ container, name }: PublicSymbol): string {
  return [...container.split(".").slice(1), name].join(".");
}
