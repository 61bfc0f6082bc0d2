import type { ProposedOperation } from "../../domain/operation.js";
import { matchSchema as argAdd } from "../arg.add/schema.js";
import { matchSchema as argAddDefault } from "../arg.add_default/schema.js";
import { matchSchema as argRemove } from "../arg.remove/schema.js";
import { matchSchema as argRename } from "../arg.rename/schema.js";
import { matchSchema as argReorder } from "../arg.reorder/schema.js";
import { linksOf, merelyFollows, type Steps } from "./links.js";
import { callableOf, isSame, type Name, parameterName, parameterOf, qualified } from "./name.js";
import type { NameMap } from "./name-map.js";
import { isOpaque, parametersBefore, rearranged, type Slot } from "./parameter-list.js";
import { followsFrom, type Party } from "./party.js";

/** What both steps say of one callable. */
export interface Calls {
  /** Its name in the first version. */
  readonly callable: Name;
  readonly before: readonly Party[];
  readonly after: readonly Party[];
}

/** The parameters at the beginning, between the steps, and at the end. */
interface Lists {
  readonly old: readonly Slot[];
  readonly middle: readonly Slot[];
  readonly now: readonly Slot[];
}

/** Operations on a callable's parameters, or undefined where no operations can say it. */
type Folded = readonly ProposedOperation[] | undefined;

/**
 * What two steps together do to the parameters of a callable, by their names and places in the first version. A parameter that is added and
 * taken away again, or renamed back, is not mentioned. Undefined where operations cannot say it.
 */
export function foldParameters(calls: Calls, steps: Steps): Folded {
  const { before, after } = calls;
  if (isOpaque(before) || isOpaque(after)) return undefined;
  const old = parametersBefore([...before, ...after]);
  const middle = rearranged(old, before);
  const lists = { old, middle, now: rearranged(middle, after) };
  return all([
    renames(calls, steps),
    removals(calls, steps, lists),
    additions(calls, steps, lists),
    defaults(calls, steps, lists),
    reordering(calls, lists),
  ]);
}

function renames({ callable, before, after }: Calls, steps: Steps): Folded {
  const added = ofKind(before, "arg.add").map(({ operation }) => argAdd.parse(operation.match).name);
  const renamed = (parties: readonly Party[]): string[] =>
    ofKind(parties, "arg.rename").map(({ operation }) => argRename.parse(operation.match).from);
  const renamedLater = renamed(after).filter((name) => !added.includes(name));
  const names = new Set([
    ...renamed(before),
    ...renamedLater.flatMap((name) => nameBefore(name, callable, steps) ?? []),
  ]);
  return [...names].flatMap((from) => {
    const parameter = parameterName(callable, from);
    return linksOf(parameter, steps).flatMap(({ to, arrivals }) => {
      const [party, ...others] = arrivals.flatMap((arrival) => (arrival.own ? (arrival.by ?? []) : []));
      if (to === undefined || party === undefined || merelyFollows(parameter, to, steps)) return [];
      const first = argRename.parse(party.operation.match);
      const last = argRename.parse((others.at(-1) ?? party).operation.match);
      const match = { ...first, from, to: parameterOf(to), required: last.required };
      return [say("arg.rename", callable, match, [party, ...others])];
    });
  });
}

function removals({ callable, before, after }: Calls, steps: Steps, { middle }: Lists): Folded {
  const later = ofKind(after, "arg.remove").map((party): Folded => {
    const { name, position } = argRemove.parse(party.operation.match);
    if (adds(before, name)) return [];
    const slot = middle[position];
    const old = nameBefore(name, callable, steps);
    if (slot === undefined || "added" in slot || old === undefined) return undefined;
    return [say("arg.remove", callable, { name: old, position: slot.place }, [party])];
  });
  return all([said(ofKind(before, "arg.remove"), callable), ...later]);
}

function additions({ callable, before, after }: Calls, steps: Steps, { middle, now }: Lists): Folded {
  const earlier = ofKind(before, "arg.add").map((party): Folded => {
    const match = argAdd.parse(party.operation.match);
    const [arrival] = steps.second.arrivals(parameterName(callableBetween(callable, steps.first), match.name));
    if (arrival?.name === undefined) return [];
    const position = now.findIndex((slot) => slot === middle[match.position]);
    if (position === -1) return undefined;
    const others = arrival.own && arrival.by !== undefined ? [arrival.by] : [];
    return [say("arg.add", callable, { ...match, name: parameterOf(arrival.name), position }, [party, ...others])];
  });
  return all([...earlier, said(ofKind(after, "arg.add"), callable)]);
}

/** A call that passes what was the default before the first step is not changed by the second. */
function defaults({ callable, before, after }: Calls, steps: Steps, { middle }: Lists): Folded {
  const earlier = ofKind(before, "arg.add_default").filter(({ operation }) => {
    const parameter = parameterName(callable, argAddDefault.parse(operation.match).name);
    return linksOf(parameter, steps).some(({ to }) => to !== undefined);
  });
  const passed = new Set(earlier.map(({ operation }) => argAddDefault.parse(operation.match).name));
  const later = ofKind(after, "arg.add_default").map((party): Folded => {
    const match = argAddDefault.parse(party.operation.match);
    const slot = middle[match.position];
    if (adds(before, match.name) || (slot !== undefined && "added" in slot)) return [];
    const name = nameBefore(match.name, callable, steps);
    if (slot === undefined || name === undefined) return undefined;
    return passed.has(name)
      ? []
      : [say("arg.add_default", callable, { ...match, name, position: slot.place }, [party])];
  });
  return all([said(earlier, callable), ...later]);
}

function reordering({ callable, before, after }: Calls, { old, now }: Lists): Folded {
  const parties = [...ofKind(before, "arg.reorder"), ...ofKind(after, "arg.reorder")];
  const order = now.flatMap((slot) => ("place" in slot ? [slot.place] : []));
  if (order.every((place, i) => place > (order[i - 1] ?? -1))) return [];
  const [party, ...others] = parties;
  if (party === undefined || order.length !== old.length || now.length !== old.length) return undefined;
  const length = Math.max(...parties.map(({ operation }) => argReorder.parse(operation.match).order.length));
  return [say("arg.reorder", callable, { order: order.slice(0, length) }, [party, ...others])];
}

function ofKind(parties: readonly Party[], kind: string): Party[] {
  return parties.filter(({ operation }) => operation.kind === kind);
}

function adds(parties: readonly Party[], name: string): boolean {
  return ofKind(parties, "arg.add").some(({ operation }) => argAdd.parse(operation.match).name === name);
}

/** What a parameter that the second step speaks of was called before the first. */
function nameBefore(name: string, callable: Name, { first }: Steps): string | undefined {
  const sources = first.sources(parameterName(callableBetween(callable, first), name));
  const own = sources.find((each) => isSame(callableOf(each), callable));
  return own && parameterOf(own);
}

function callableBetween(callable: Name, first: NameMap): Name {
  return first.arrivals(callable)[0]?.name ?? callable;
}

/** As they are, but for the callable's name. */
function said(parties: readonly Party[], callable: Name): ProposedOperation[] {
  return parties.map((party) => say(party.operation.kind, callable, party.operation.match, [party]));
}

function say(
  kind: string,
  callable: Name,
  match: Record<string, unknown>,
  parties: readonly [Party, ...Party[]],
): ProposedOperation {
  return followsFrom({ kind, match: { ...match, callable: qualified(callable) } }, parties);
}

function all(parts: readonly Folded[]): Folded {
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
}
