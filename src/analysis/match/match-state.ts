import type { PublicSymbol } from "../../domain/symbol.js";
import type { CoreEvidence } from "../evidence/collect.js";
import type { FollowsRename } from "./derived-names.js";
import type { LastingFeatures } from "./features.js";
import type { Heir } from "./heirs.js";
import type { Features, Model } from "./score.js";
import type { Substitution } from "./similarity.js";
import type { SymbolIndex } from "./symbol-index.js";

/** Two versions of an API and what is known of their relation so far. */
export interface MatchState {
  readonly before: SymbolIndex;
  readonly after: SymbolIndex;
  readonly model: Model;
  /** Old name → new name of the exports accepted in earlier rounds. */
  readonly substitution: Substitution;
  /** Whether a pair repeats a rename that was accepted in earlier rounds. */
  readonly follows: FollowsRename;
  /** Specifier → where its names are found instead. */
  readonly moved: ReadonlyMap<string, string>;
  readonly lasting: LastingFeatures;
  /** Exports of a module that the old version did not have. */
  freshExports(module: string): readonly PublicSymbol[];
  /** Names that a container of the new version has, by itself and by inheritance. */
  reachable(container: PublicSymbol): ReadonlySet<string>;
  /** The public containers that inherit a member of the old version. */
  heirs(member: PublicSymbol): readonly Heir[];
  /** What the core says and does about its names. */
  readonly evidence: CoreEvidence;
  /** Log-odds below this are not worth keeping, even for the report. */
  readonly floor: number;
}

/** Names of one place (the exports, or a container's members) whose counterparts are sought together. */
export interface Block {
  /** Names of the old version that need a counterpart. */
  readonly rows: readonly PublicSymbol[];
  /** Counterparts that the place itself offers a row, besides those that notes name. */
  candidatesFor(row: PublicSymbol): readonly PublicSymbol[];
  /** Pairs that are not to be weighed here, whatever suggests them. */
  excludes?(row: PublicSymbol, candidate: PublicSymbol): boolean;
  /** What the old name means in the new version, where it is still there. */
  survivor(row: PublicSymbol): PublicSymbol | undefined;
  /** Whether a pair stays in its container, the container's own rename included. */
  sameContainer(from: PublicSymbol, to: PublicSymbol): boolean;
}

/** A pair that was considered, for the report. */
export interface Considered {
  readonly from: PublicSymbol;
  readonly to: PublicSymbol;
  readonly odds: number;
  readonly features: Features;
}
