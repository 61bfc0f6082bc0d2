import picomatch from "picomatch";
import type { RemainingUse } from "../../domain/edit.js";
import type { ActiveOperation } from "../../migration/edit/active.js";
import { placeAt } from "../../domain/place.js";
import { decodeText } from "../../migration/edit/text.js";

export interface DataSearch {
  /** Paths of files that are no sources. */
  readonly files: readonly string[];
  /** Bytes as they are now. */
  readonly readFile: (path: string) => Uint8Array;
  /** By operation id. */
  readonly operations: ReadonlyMap<string, ActiveOperation>;
  /** True where a key of this name may be one that was given in this migration. */
  readonly isGiven: (path: string, key: string) => boolean;
}

export interface FoundDataUses {
  readonly uses: readonly RemainingUse[];
  /** Paths of the files that were looked at. */
  readonly files: ReadonlySet<string>;
}

/** Finds the keys of data files that an operation would rename, and files in which it would have a person do it. */
export function findDataUses({ files, readFile, operations, isGiven }: DataSearch): FoundDataUses {
  const uses: RemainingUse[] = [];
  const lookedAt = new Set<string>();
  for (const [operation, { codemod }] of operations) {
    const { dataGlobs, targets } = codemod;
    if (dataGlobs.length === 0) continue;
    const keys = targets.flatMap((target) => (target.kind === "option" ? [target.key.split(".").at(-1) ?? ""] : []));
    const matches = picomatch([...dataGlobs], { dot: true });
    for (const path of files.filter((each) => matches(each))) {
      const text = decodeText(readFile(path))?.text;
      if (text === undefined) continue;
      lookedAt.add(path);
      if (keys.some((key) => isGiven(path, key))) continue;
      const outcome = codemod.rewriteData(path, text);
      if (outcome.do === "flag") {
        uses.push({ path, line: 1, column: 1, operation, certainty: "possible", reason: outcome.reason });
      }
      if (outcome.do !== "edit") continue;
      const reason = "the file is one that the operation speaks of";
      for (const { start } of outcome.edits) {
        uses.push({ path, ...placeAt(text, start), operation, certainty: "certain", reason });
      }
    }
  }
  return { uses, files: lookedAt };
}
