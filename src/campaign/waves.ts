import { compareText } from "../domain/hash.js";
import { components } from "./components.js";

/** A repository that is to be migrated, and those among the others whose packages it uses. */
export interface Dependent {
  readonly id: string;
  readonly depends_on: readonly string[];
}

/**
 * Orders dependents into waves: one comes after everything that it depends on; those that depend on each other go together;
 * about `canary` of those that depend on no other go ahead of all. The same dependents in any order give the same waves.
 */
export function planWaves(dependents: readonly Dependent[], canary: number): readonly (readonly string[])[] {
  const [first = [], ...later] = levels(dependents);
  const bySize = first.toSorted((a, b) => a.length - b.length || compareText(a[0] ?? "", b[0] ?? ""));
  const ahead = new Set<string>();
  for (const group of bySize) {
    if (ahead.size >= canary) break;
    for (const id of group) ahead.add(id);
  }
  const rest = first.filter((group) => group.every((id) => !ahead.has(id)));
  return [[[...ahead]], rest, ...later]
    .map((groups) => groups.flat().toSorted(compareText))
    .filter((wave) => wave.length > 0);
}

type Group = readonly string[];

/** Groups of mutually dependent ones, by the length of the longest chain of groups before them. */
function levels(dependents: readonly Dependent[]): readonly (readonly Group[])[] {
  const known = new Set(dependents.map((dependent) => dependent.id));
  const edges = new Map(
    dependents
      .toSorted((a, b) => compareText(a.id, b.id))
      .map(({ id, depends_on }) => [
        id,
        depends_on.filter((other) => other !== id && known.has(other)).sort(compareText),
      ]),
  );
  const levelOf = new Map<string, number>();
  const found: Group[][] = [];
  for (const group of components(edges)) {
    const before = group.flatMap((id) => edges.get(id) ?? []).map((id) => levelOf.get(id) ?? -1);
    const level = 1 + before.reduce((highest, other) => Math.max(highest, other), -1);
    for (const id of group) levelOf.set(id, level);
    (found[level] ??= []).push(group);
  }
  return found;
}
