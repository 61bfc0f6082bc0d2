import { munkres } from "munkres";

/** A possible counterpart: row and column of the assignment, and how good it is (higher is better). */
export interface Candidate {
  readonly row: number;
  readonly column: number;
  readonly score: number;
}

/** Components larger than this on a side are cut down to the best few candidates of each row first. */
const MAX_SIDE = 400;

/**
 * The one-to-one assignment of rows to columns with the greatest total score (Kuhn 1955, Munkres 1957), over the pairs given. Pairs
 * that no chain of candidates connects cannot influence one another, so each connected component is solved by itself.
 */
export function assign(candidates: readonly Candidate[]): Candidate[] {
  return components(candidates).flatMap(solve);
}

function solve(component: readonly Candidate[]): Candidate[] {
  const [only] = component;
  if (component.length === 1 && only !== undefined) return [only];
  const rows = [...new Set(component.map(({ row }) => row))].sort(ascending);
  const columns = [...new Set(component.map(({ column }) => column))].sort(ascending);
  if (rows.length > MAX_SIDE || columns.length > MAX_SIDE) {
    const best = pruned(component, 3);
    if (best.length < component.length) return assign(best);
  }
  const byPlace = new Map(component.map((candidate) => [`${candidate.row} ${candidate.column}`, candidate]));
  const cost = rows.map((row) => columns.map((column) => -(byPlace.get(`${row} ${column}`)?.score ?? 0)));
  return munkres(cost).flatMap(([row, column]) => byPlace.get(`${rows[row]} ${columns[column]}`) ?? []);
}

function pruned(component: readonly Candidate[], keep: number): Candidate[] {
  const byRow = new Map<number, Candidate[]>();
  for (const candidate of component) byRow.set(candidate.row, [...(byRow.get(candidate.row) ?? []), candidate]);
  return [...byRow.values()].flatMap((row) =>
    row.sort((a, b) => b.score - a.score || a.column - b.column).slice(0, keep),
  );
}

function components(candidates: readonly Candidate[]): Candidate[][] {
  const parent = new Map<string, string>();
  const find = (key: string): string => {
    const up = parent.get(key) ?? key;
    if (up === key) return key;
    const root = find(up);
    parent.set(key, root);
    return root;
  };
  for (const { row, column } of candidates) parent.set(find(`r${row}`), find(`c${column}`));
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const root = find(`r${candidate.row}`);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [candidate]);
    else group.push(candidate);
  }
  return [...groups.values()];
}

function ascending(a: number, b: number): number {
  return a - b;
}
