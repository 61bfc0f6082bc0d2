import { holderOf, isSame, type Name, within } from "./name.js";
import type { Arrival, NameMap } from "./name-map.js";

export interface Steps {
  readonly first: NameMap;
  readonly second: NameMap;
}

/** What becomes of a name by way of both steps. */
export interface Link {
  /** Undefined where it is gone. */
  readonly to: Name | undefined;
  readonly arrivals: readonly Arrival[];
}

export function linksOf(name: Name, { first, second }: Steps): Link[] {
  return first.arrivals(name).flatMap((before): Link[] => {
    if (before.name === undefined) return [{ to: undefined, arrivals: [before] }];
    return second.arrivals(before.name).map((after) => ({ to: after.name, arrivals: [before, after] }));
  });
}

/** True where a name ends where it would end if nothing were said of it, only of what holds it. */
export function merelyFollows(name: Name, to: Name, steps: Steps): boolean {
  const holder = holderOf(name);
  if (holder === undefined) return isSame(name, to);
  return linksOf(holder, steps).some((link) => link.to !== undefined && isSame(within(link.to, name), to));
}
