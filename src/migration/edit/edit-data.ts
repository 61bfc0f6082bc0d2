import type { Site } from "../../domain/edit.js";
import type { ActiveOperation } from "./active.js";
import type { EditedFile } from "./edit-file.js";
import { siteAt } from "./site.js";
import { applyEdits } from "./text.js";
import { type EditUnit, settleUnits } from "./units.js";

const CERTAIN = "the file is one that the operation speaks of";

/** Carries out in a data file the operations whose globs it matches. */
export function editDataFile(path: string, text: string, operations: readonly ActiveOperation[]): EditedFile {
  const units: EditUnit[] = [];
  const flagged: Site[] = [];
  for (const { id, codemod, mode, advice } of operations) {
    const outcome = codemod.rewriteData(path, text);
    if (outcome.do === "flag") flagged.push(siteAt(text, path, 0, id, "flagged", outcome.reason));
    if (outcome.do !== "edit") continue;
    const sites = outcome.edits.map(({ start, end }): Site =>
      mode === "ask"
        ? siteAt(text, path, start, id, "flagged", advice)
        : { ...siteAt(text, path, start, id, "edited", CERTAIN), length: end - start },
    );
    if (mode === "ask") flagged.push(...sites);
    else units.push({ edits: outcome.edits, sites });
  }
  const { kept, conflicting } = settleUnits(units);
  return {
    text: applyEdits(
      text,
      kept.flatMap((unit) => unit.edits),
    ),
    edited: kept.flatMap((unit) => unit.sites),
    flagged,
    conflicting: conflicting.flatMap((unit) =>
      unit.sites.map((each): Site => ({ ...each, action: "flagged", reason: "operations overlap here" })),
    ),
    failed: [],
  };
}
