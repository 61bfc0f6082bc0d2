import { compareText } from "../../domain/hash.js";
import type { PublicSymbol } from "../../domain/symbol.js";
import type { SymbolIndex } from "./symbol-index.js";

/**
 * Share of two names' nearest siblings, before and after in source order, that have the same name on both sides; siblings that are not in
 * both places are skipped. undefined where the two places share nothing.
 */
export type PositionAgreement = (from: PublicSymbol, to: PublicSymbol) => number | undefined;

interface Place {
  readonly order: readonly string[];
  readonly at: ReadonlyMap<string, number>;
}

export function positionAgreement(before: SymbolIndex, after: SymbolIndex): PositionAgreement {
  const left = placesOf(before);
  const right = placesOf(after);
  const agreements = new Map<string, Agreement | undefined>();
  return (from, to) => {
    const key = `${placeOf(from)}\n${placeOf(to)}`;
    if (!agreements.has(key)) agreements.set(key, agreementOf(left.get(placeOf(from)), right.get(placeOf(to))));
    return agreements.get(key)?.(from.name, to.name);
  };
}

type Agreement = (from: string, to: string) => number;

const START = "^";
const END = "$";

function agreementOf(a: Place | undefined, b: Place | undefined): Agreement | undefined {
  if (a === undefined || b === undefined) return undefined;
  const shared = new Set(a.order.filter((name) => b.at.has(name)));
  if (shared.size === 0) return undefined;
  return (from, to) => {
    const before = nearest(a, from, -1) === nearest(b, to, -1);
    const after = nearest(a, from, 1) === nearest(b, to, 1);
    return (Number(before) + Number(after)) / 2;
  };

  function nearest({ order, at }: Place, name: string, step: 1 | -1): string {
    for (let i = (at.get(name) ?? 0) + step; i >= 0 && i < order.length; i += step) {
      const sibling = order[i];
      if (sibling !== undefined && sibling !== name && shared.has(sibling)) return sibling;
    }
    return step === -1 ? START : END;
  }
}

function placesOf({ surface }: SymbolIndex): Map<string, Place> {
  const groups = new Map<string, PublicSymbol[]>();
  for (const symbol of surface.symbols) {
    const group = groups.get(placeOf(symbol));
    if (group === undefined) groups.set(placeOf(symbol), [symbol]);
    else group.push(symbol);
  }
  return new Map(
    [...groups].map(([key, symbols]) => {
      const order = symbols
        .sort((a, b) => a.declaration.line - b.declaration.line || compareText(a.name, b.name))
        .map(({ name }) => name);
      return [key, { order, at: new Map(order.map((name, i) => [name, i])) }];
    }),
  );
}

/** Members belong to their container, exports to the file that declares them. */
function placeOf(symbol: PublicSymbol): string {
  return symbol.role === "export" ? symbol.path : `${symbol.module}:${symbol.container}`;
}
