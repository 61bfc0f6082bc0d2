import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RollbackDraft } from "../migration/rollback.js";
import { decodeText } from "../migration/edit/text.js";
import { countTypeErrors } from "../verification/type-errors.js";
import type { CoreTypes } from "./migration-draft.js";

const SOURCE = /\.[cm]?[jt]sx?$/;

/**
 * Adds to what a person has to look at the type errors that files have with the old version and had not with the new one: what was written
 * for something that only the new version has, say. `core.to` is the version to go back to.
 */
export function flagTypeErrors(root: string, draft: RollbackDraft, { from, to }: CoreTypes): RollbackDraft {
  if (from === undefined || to === undefined) return draft;
  const changes = draft.decisions.flatMap(({ file: { path }, current, put }) =>
    SOURCE.test(path) && current && put ? [{ path, before: current.bytes, after: put.bytes }] : [],
  );
  const files = changes.map(({ path }) => path);
  const { asIs, migrated } = countTypeErrors({
    root,
    files,
    readFile: (path) => readFileSync(join(root, path)),
    core: { from, to },
    changes: changes.filter(({ after }) => decodeText(after) !== undefined),
  });
  const decisions = draft.decisions.map((decision) => {
    const { file } = decision;
    if (file.action !== "merged" && file.action !== "inverted") return decision;
    const before = (asIs.get(file.path) ?? []).map(({ message }) => message);
    const added = (migrated.get(file.path) ?? []).filter(({ message }) => !before.includes(message));
    const known = new Set(file.flagged?.map(({ line }) => line));
    const flagged = added
      .filter(({ line }) => !known.has(line))
      .map(({ line, message }) => ({ line, reason: `with ${to.version}: ${message}` }));
    if (flagged.length === 0) return decision;
    return { ...decision, file: { ...file, flagged: [...(file.flagged ?? []), ...flagged] } };
  });
  return { decisions, report: { ...draft.report, files: decisions.map(({ file }) => file) } };
}
