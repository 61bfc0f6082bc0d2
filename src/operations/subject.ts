import type { MatchedPair } from "../domain/matching.js";
import type { ProposedOperation } from "../domain/operation.js";
import type { OldNew } from "./kind.js";
import { isCallable, qualifiedName, type PublicSymbol } from "../domain/symbol.js";

/** Which kind of operation speaks of a symbol. */
export type Subject = "symbol" | "callable" | "member" | "config-key";

export function subjectOf(symbol: PublicSymbol): Subject {
  if (isCallable(symbol.declaration.kind)) return "callable";
  if (symbol.role === "export") return "symbol";
  return symbol.role === "config-key" ? "config-key" : "member";
}

/** Pairs that a rename kind is to speak of: by what the old name was. */
export function pairsOf(pairs: readonly MatchedPair[], subject: Subject): MatchedPair[] {
  return pairs.filter((pair) => subjectOf(pair.from) === subject);
}

/** The part of an operation that every rename has. */
export function renameOperation(kind: string, pair: MatchedPair, match: Record<string, unknown>): ProposedOperation {
  return {
    kind,
    match,
    confidence: pair.confidence,
    method: pair.method,
    evidence: {
      sig_from: pair.from.declaration.sig,
      sig_to: pair.to.declaration.sig,
      features: pair.features,
      ...pair.usage,
    },
    breaking: !pair.survives,
    dependsOn: [],
  };
}

/** Module, container and names of a rename, with what changed besides the name. */
export function renameMatch({ from, to }: MatchedPair): Record<string, unknown> {
  return {
    module: from.module,
    ...(from.container === "" ? {} : { container: from.container }),
    from: from.name,
    to: to.name,
    ...(to.module === from.module ? {} : { to_module: to.module }),
    ...(to.container === from.container ? {} : { to_container: to.container }),
  };
}

/** `module.Container.name` as the tables show it. */
export function shownName(match: { module: string; container?: string | undefined }, name: string): string {
  return qualifiedName({ module: match.module, container: match.container ?? "", name });
}

/** A rename's two names, each where it is to be found. */
export function describeRename(match: {
  module: string;
  container?: string | undefined;
  from: string;
  to: string;
  to_module?: string | undefined;
  to_container?: string | undefined;
}): OldNew {
  const { module, container, to_module: toModule = module, to_container: toContainer = container } = match;
  return {
    old: shownName({ module, container }, match.from),
    new: shownName({ module: toModule, container: toContainer }, match.to),
  };
}
