import type { Edit, Site } from "../../domain/edit.js";
import { overlaps } from "./text.js";

/** Edits that are made together or not at all. */
export interface EditUnit {
  readonly edits: readonly Edit[];
  readonly sites: readonly Site[];
}

export interface SettledUnits {
  readonly kept: readonly EditUnit[];
  /** Units of which an edit overlaps another unit's: none of them is made. */
  readonly conflicting: readonly EditUnit[];
}

export function settleUnits(units: readonly EditUnit[]): SettledUnits {
  const placed = units
    .flatMap((unit) => unit.edits.map((edit) => ({ unit, edit })))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end);
  const conflicting = new Set<EditUnit>();
  let open: typeof placed = [];
  for (const next of placed) {
    open = open.filter(({ edit }) => edit.end >= next.edit.start);
    for (const earlier of open) {
      if (earlier.unit === next.unit || !overlaps(earlier.edit, next.edit)) continue;
      conflicting.add(earlier.unit).add(next.unit);
    }
    open.push(next);
  }
  return { kept: units.filter((each) => !conflicting.has(each)), conflicting: [...conflicting] };
}
