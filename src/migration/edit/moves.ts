import type { Move } from "../../languages/typescript/rewrite/context.js";
import type { Relocation } from "../../languages/typescript/uses/use.js";
import type { ActiveOperation } from "./active.js";

/** A move that one operation asks for. */
export interface WantedMove extends Move {
  readonly operation: ActiveOperation;
}

export interface SettledMoves {
  /** One move a use, with the operations that it carries out. */
  readonly moves: ReadonlyMap<Move, readonly WantedMove[]>;
  /** Moves of one use that contradict each other. */
  readonly disagreeing: readonly WantedMove[];
}

/** Whether what a use means is there where a move leads. */
export type Fit = "fits" | "contradicts" | "unknown";

/**
 * Joins what several operations want of the same use: one moves the module, another changes the name. Where a name
 * stands for a value and a type that part ways, `fitOf` tells which operation is meant.
 */
export function settleMoves(wanted: readonly WantedMove[], fitOf: (move: Move) => Fit): SettledMoves {
  const byUse = new Map<string, WantedMove[]>();
  for (const each of wanted) {
    const { kind, span } = each.found.use;
    const key = `${kind} ${span.start}`;
    byUse.set(key, [...(byUse.get(key) ?? []), each]);
  }
  const moves = new Map<Move, readonly WantedMove[]>();
  const disagreeing: WantedMove[] = [];
  for (const group of byUse.values()) {
    const possible = group.filter((move) => fitOf(move) !== "contradicts");
    const chosen = agree(possible) ? possible : possible.filter((move) => fitOf(move) === "fits");
    const [first] = chosen;
    if (first === undefined || !agree(chosen)) disagreeing.push(...group);
    else moves.set({ found: first.found, to: joined(chosen) }, chosen);
  }
  return { moves, disagreeing };
}

function agree(group: readonly WantedMove[]): boolean {
  const parts: (keyof Relocation)[] = ["module", "container", "name"];
  return parts.every((part) => new Set(group.flatMap(({ to }) => to[part] ?? [])).size <= 1);
}

function joined(group: readonly WantedMove[]): Relocation {
  let result: Relocation = {};
  for (const { to } of group) result = { ...result, ...to };
  return result;
}
