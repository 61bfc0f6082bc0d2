import type { UsageRecord } from "../../domain/matching.js";
import type { PublicSymbol } from "../../domain/symbol.js";
import type { CoreVersion } from "../open-core.js";
import { changelogPairs } from "./changelog.js";
import { commentPairs } from "./doc-comments.js";
import { PairTable, type NamePair } from "./pair-table.js";
import { lastName, publicNames } from "./public-names.js";
import { runtimeWarnings } from "./runtime-warnings.js";
import { usageEvolution, type UsageCount, type UsageEvidence } from "./usage-evolution.js";

/** Each in (0, 1]; what is not there says nothing. */
export interface PairFeatures {
  /** Tests, examples and documents have the new name where they had the old one. */
  readonly usage?: number;
  /** The same of the core's other sources. */
  readonly internalUsage?: number;
  /** A list of changes or a migration guide relates the names. */
  readonly changelog?: number;
  /** The code says so when it runs. */
  readonly warning?: number;
  /** A doc comment says so: the name's own, its container's, or the new name's. */
  readonly comment?: number;
}

/** What the core itself says and does about its old names, beside the declarations. */
export class CoreEvidence {
  constructor(
    private readonly usage: UsageEvidence,
    private readonly tables: { readonly [source in "changelog" | "warning" | "comment"]: PairTable },
  ) {}

  between(from: PublicSymbol, to: PublicSymbol): PairFeatures {
    const { usage, internal } = this.#counts(from, to);
    const { changelog, warning, comment } = this.tables;
    return present({
      usage: usageStrength(usage),
      internalUsage: usageStrength(internal),
      changelog: changelog.strength(from, to),
      warning: warning.strength(from, to),
      comment: comment.strength(from, to),
    });
  }

  /** New names, dotted or bare, that perhaps nothing but evidence suggests, the most plainly said first. */
  targetsOf(from: PublicSymbol): string[] {
    const { changelog, warning, comment } = this.tables;
    const said = [warning, comment, changelog].flatMap((table) => table.targetsOf(from));
    return [...new Set([...said, ...this.usage.targetsOf(from.name)])];
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

/** Reads what there is to read of both versions, once; the look-ups are cheap. */
export function collectEvidence(from: CoreVersion, to: CoreVersion): CoreEvidence {
  const names = publicNames(from, to);
  const table = (pairs: readonly NamePair[]) => new PairTable(pairs, names.containers);
  return new CoreEvidence(usageEvolution(from, to, names), {
    changelog: table(changelogPairs(to, versionOf(from), versionOf(to))),
    warning: table([...runtimeWarnings(from), ...runtimeWarnings(to)]),
    comment: table(commentPairs(from, to)),
  });
}

function versionOf({ packages }: CoreVersion): string {
  return packages[0]?.version ?? "";
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
