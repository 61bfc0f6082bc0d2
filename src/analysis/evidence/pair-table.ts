import type { PublicSymbol } from "../../domain/symbol.js";
import { lastName } from "./public-names.js";

/** Two names that the core relates, old → new. */
export interface NamePair {
  /** Dotted or bare. */
  readonly from: string;
  readonly to: string;
  /** (0, 1]. */
  readonly strength: number;
  /** `path:line`, as found. */
  readonly places: readonly string[];
}

type Named = Pick<PublicSymbol, "container" | "name">;

/** A qualifier that is no container's name (`client.open`, a module) may be a variable of any type. */
const UNKNOWN_QUALIFIER = 0.8;

/** Pairs of names by the old one's last part. */
export class PairTable {
  readonly #byName = new Map<string, NamePair[]>();
  readonly #containers: ReadonlySet<string>;

  constructor(pairs: Iterable<NamePair>, containers: ReadonlySet<string>) {
    this.#containers = new Set([...containers].map((name) => name.toLowerCase()));
    for (const pair of pairs) {
      const name = lastName(pair.from);
      const known = this.#byName.get(name);
      if (known === undefined) this.#byName.set(name, [pair]);
      else known.push(pair);
    }
  }

  /** How strongly the pair is asserted, 0 where it is not. */
  strength(from: Named, to: Named): number {
    const strengths = this.#about(from)
      .filter(({ pair }) => lastName(pair.to) === to.name)
      .map(({ pair, fit }) => pair.strength * fit * this.#fit(pair.to, to));
    return Math.max(0, ...strengths);
  }

  /** New names that are related to an old one, dotted as they are written. */
  targetsOf(from: Named): string[] {
    return this.#about(from).map(({ pair }) => pair.to);
  }

  #about(from: Named): { pair: NamePair; fit: number }[] {
    return (this.#byName.get(from.name) ?? [])
      .map((pair) => ({ pair, fit: this.#fit(pair.from, from) }))
      .filter(({ fit }) => fit > 0);
  }

  #fit(written: string, symbol: Named): number {
    if (!written.includes(".")) return 1;
    const qualifier = lastName(written.slice(0, written.lastIndexOf("."))).toLowerCase();
    if (qualifier === lastName(symbol.container).toLowerCase()) return 1;
    return this.#containers.has(qualifier) ? 0 : UNKNOWN_QUALIFIER;
  }
}

/** One pair for each two names, with the best strength and every place. */
export function mergePairs(pairs: Iterable<NamePair>): NamePair[] {
  const merged = new Map<string, NamePair>();
  for (const pair of pairs) {
    const key = `${pair.from} ${pair.to}`;
    const known = merged.get(key);
    const strength = Math.max(pair.strength, known?.strength ?? 0);
    merged.set(key, { ...pair, strength, places: [...new Set([...(known?.places ?? []), ...pair.places])] });
  }
  return [...merged.values()];
}
