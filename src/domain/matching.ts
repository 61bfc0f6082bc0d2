import type { Method } from "./operation.js";
import type { PublicSymbol } from "./symbol.js";

/** Everything that dependents can name in one version of a package. */
export interface ApiSurface {
  readonly package: string;
  /** Import specifier → path of the file behind it. */
  readonly modules: ReadonlyMap<string, string>;
  /** Sorted by module, container, name. */
  readonly symbols: readonly PublicSymbol[];
  /** Public names (`module:Container.name`) that come from where the sources do not reach, `module:*` where any name may. */
  readonly unseen: ReadonlySet<string>;
}

/** Places of the core's own tests, examples, documents and sources that named an old symbol. */
export interface UsageRecord {
  readonly callsites_sampled: number;
  /** Share of them that have the new name now. */
  readonly safe_auto_fix_rate: number;
  /** Up to three of those, `path:line`. */
  readonly examples: readonly string[];
}

/** A symbol of `from` and what became of it. */
export interface MatchedPair {
  readonly from: PublicSymbol;
  readonly to: PublicSymbol;
  readonly confidence: number;
  readonly method: Method;
  /** Named features, each in [0, 1]. */
  readonly features: Readonly<Record<string, number>>;
  /** How the core's own code and documents changed where they named the old symbol. */
  readonly usage?: UsageRecord;
  /** True where the old name is still there in `to`, deprecated. */
  readonly survives: boolean;
}

/** A symbol of `from` that is still there under the same name, its module and containers perhaps renamed. */
export interface KeptSymbol {
  readonly from: PublicSymbol;
  readonly to: PublicSymbol;
}

/** Names of one module that are found under another specifier in `to`. */
export interface ModuleMove {
  readonly from: string;
  readonly to: string;
  /** Only these names moved; absent where all did. */
  readonly symbols?: readonly string[];
  readonly confidence: number;
  readonly method: Method;
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** A file of the core that dependents can reach by path and that lies elsewhere in `to`. */
export interface FileMove {
  readonly from: string;
  readonly to: string;
  readonly confidence: number;
  readonly method: Method;
  readonly evidence: Readonly<Record<string, unknown>>;
}

export interface Removal {
  readonly symbol: PublicSymbol;
  readonly confidence: number;
  /** Prose for the reader, where the core names a replacement that is no plain rename. */
  readonly replacement?: string;
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** The whole difference between two versions, as the operation kinds read it. */
export interface ApiDiff {
  readonly from: ApiSurface;
  readonly to: ApiSurface;
  readonly pairs: readonly MatchedPair[];
  readonly kept: readonly KeptSymbol[];
  readonly moduleMoves: readonly ModuleMove[];
  readonly fileMoves: readonly FileMove[];
  readonly removals: readonly Removal[];
}
