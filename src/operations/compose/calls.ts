import type { ProposedOperation } from "../../domain/operation.js";
import { matchSchema as changeSignature } from "../change.signature/schema.js";
import { kindOf } from "../registry.js";
import { linksOf, type Steps } from "./links.js";
import { keyOf, type Name, parseQualified, qualified } from "./name.js";
import type { NameMap } from "./name-map.js";
import { type Calls, foldParameters } from "./parameters.js";
import { followsFrom, type Party, type Said } from "./party.js";

/**
 * What is said of calls, of the callables' names in the first version. Where both steps change one callable, its parameters are followed
 * through both; where that cannot be done for sure, calls are for a person: one change.signature, from the first one's old signature to
 * the second one's new one.
 */
export function composedCalls(steps: Steps): ProposedOperation[] {
  return callsOf(steps)
    .filter(({ callable }) => linksOf(callable, steps).some(({ to }) => to !== undefined))
    .flatMap((calls) => {
      const { callable, before, after } = calls;
      if (before.length === 0 || after.length === 0) {
        return [...before, ...after].map((party) => followsFrom(saidOf(party, callable), [party]));
      }
      return foldParameters(calls, steps) ?? changedSignature(calls);
    });
}

function callsOf({ first, second }: Steps): Calls[] {
  const found = new Map<string, { callable: Name; before: Party[]; after: Party[] }>();
  const at = (callable: Name) => {
    const calls = found.get(keyOf(callable)) ?? { callable, before: [], after: [] };
    found.set(keyOf(callable), calls);
    return calls;
  };
  for (const [party, callable] of callablesOf(first)) at(callable).before.push(party);
  for (const [party, callable] of callablesOf(second)) {
    for (const source of first.sources(callable)) at(source).after.push(party);
  }
  return [...found.values()];
}

function callablesOf({ parties, modules }: NameMap): [Party, Name][] {
  return parties.flatMap((party): [Party, Name][] => {
    const { callable } = party.operation.match;
    return typeof callable === "string" ? [[party, parseQualified(callable, modules)]] : [];
  });
}

function saidOf({ operation: { kind, match } }: Party, callable: Name): Said {
  return { kind, match: { ...match, callable: qualified(callable) } };
}

function changedSignature({ callable, before, after }: Calls): ProposedOperation[] {
  const from = signatures(before, "from") ?? signatures(after, "from") ?? inWords(before, "old");
  const to =
    signatures(after, "to") ??
    [signatures(before, "to"), inWords(after, "new")].flatMap((text) => text ?? []).join(", then ");
  const match = { callable: qualified(callable), from, to };
  const [party, ...others] = [...before, ...after];
  return party === undefined ? [] : [followsFrom({ kind: "change.signature", match }, [party, ...others])];
}

function signatures(parties: readonly Party[], side: "from" | "to"): string | undefined {
  const found = parties.find(({ operation }) => operation.kind === "change.signature");
  return found && changeSignature.parse(found.operation.match)[side];
}

/** For a step that does not write the signature out. */
function inWords(parties: readonly Party[], side: "old" | "new"): string {
  return parties.map(({ operation: { kind, match } }) => kindOf(kind)?.describe(match)[side] ?? kind).join(", ");
}
