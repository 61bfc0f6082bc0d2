import type { PublicSymbol } from "../../domain/symbol.js";
import type { CoreVersion } from "../open-core.js";
import { changelogPairs } from "./changelog.js";
import { PairTable } from "./pair-table.js";
import { lastName, publicNames } from "./public-names.js";
import { usageEvolution, type UsageCount, type UsageEvidence } from "./usage-evolution.js";

/** Each in (0, 1]; what is not there says nothing. */
export interface PairFeatures {
  /** Tests, examples and documents have the new name where they had the old one. */
  readonly usage?: number;
  /** The same of the core's other sources. */
  readonly internalUsage?: number;
  /** A list of changes or a migration guide relates the names. */
  readonly changelog?: number;
}

/** The same as it is written into a manifest's evidence. */
export interface UsageRecord {
  readonly callsites_sampled: number;
  /** Share of the sampled places that have the new name now. */
  readonly safe_auto_fix_rate: number;
  readonly examples: readonly string[];
}

/** What the core itself says and does about its old names, beside the declarations. */
export class CoreEvidence {
  constructor(
    private readonly usage: UsageEvidence,
    private readonly changelog: PairTable,
  ) {}

  between(from: PublicSymbol, to: PublicSymbol): PairFeatures {
    const { usage, internal } = this.#counts(from, to);
    return present({
      usage: usageStrength(usage),
      internalUsage: usageStrength(internal),
      changelog: this.changelog.strength(from, to),
    });
  }

  /** New names, dotted or bare, that nothing but evidence may suggest. */
  targetsOf(from: PublicSymbol): string[] {
    return [...new Set([...this.changelog.targetsOf(from), ...this.usage.targetsOf(from.name)])];
  }

  /** undefined where the old name was at no place that is still there. */
  usageOf(from: PublicSymbol, to: PublicSymbol): UsageRecord | undefined {
    const { usage, internal } = this.#counts(from, to);
    const sampled = usage.sampled + internal.sampled;
    if (sampled === 0) return undefined;
    return {
      callsites_sampled: sampled,
      safe_auto_fix_rate: Math.round((100 * (usage.replaced + internal.replaced)) / sampled) / 100,
      examples: [...usage.examples, ...internal.examples].slice(0, 3),
    };
  }

  #counts(from: PublicSymbol, to: PublicSymbol): { usage: UsageCount; internal: UsageCount } {
    const container = lastName(from.container);
    return {
      usage: this.usage.count(from.name, to.name, container, "usage"),
      internal: this.usage.count(from.name, to.name, container, "internal"),
    };
  }
}

export function collectEvidence(from: CoreVersion, to: CoreVersion): CoreEvidence {
  const names = publicNames(from, to);
  const versions = [from, to].map(({ packages }) => packages[0]?.version ?? "") as [string, string];
  return new CoreEvidence(
    usageEvolution(from, to, names),
    new PairTable(changelogPairs(to, ...versions), names.containers),
  );
}

/** Laplace's rule with no success assumed: one place of one is 1/2, nine of nine 0.9. */
function usageStrength({ sampled, replaced }: UsageCount): number {
  return replaced / (sampled + 1);
}

function present(features: Record<keyof PairFeatures, number>): PairFeatures {
  return Object.fromEntries(
    Object.entries(features).flatMap(([name, value]) => (value > 0 ? [[name, Math.round(value * 1000) / 1000]] : [])),
  );
}
