import type { CoreSources } from "../domain/core-sources.js";
import { readState } from "../migration/files.js";
import { insidePath } from "../migration/inside-path.js";
import { type RollbackDraft, reportOf } from "../migration/rollback.js";
import { decodeText } from "../migration/edit/text.js";
import { countTypeErrors } from "../verification/type-errors.js";

const SOURCE = /\.[cm]?[jt]sx?$/;

export interface CoresBack {
  /** The version that the migration led to. */
  readonly from?: CoreSources | undefined;
  /** The version to go back to. */
  readonly to?: CoreSources | undefined;
}

/**
 * Adds to what a person has to look at the type errors that files have with the old version and had not with the new one: what was written
 * for something that only the new version has, say.
 */
export function flagTypeErrors(root: string, draft: RollbackDraft, { from, to }: CoresBack): RollbackDraft {
  if (from === undefined || to === undefined) return draft;
  const changes = draft.decisions.flatMap(({ file: { path }, current, put }) =>
    SOURCE.test(path) && current && put && decodeText(put.bytes) !== undefined
      ? [{ path, before: current.bytes, after: put.bytes }]
      : [],
  );
  const texts = new Map(changes.map(({ path, before }) => [path, before]));
  const { asIs, migrated } = countTypeErrors({
    root,
    files: [...texts.keys()],
    readFile: (path) => texts.get(path) ?? new Uint8Array(),
    core: { from, to },
    changes,
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
  return { decisions, report: reportOf(draft.report, decisions) };
}

/** What was decided, with what has become of it by now in place of what was to be put there. */
export async function withResults(root: string, draft: RollbackDraft): Promise<RollbackDraft> {
  const decisions = [];
  for (const decision of draft.decisions) {
    const put = await readState(await insidePath(root, decision.file.path));
    decisions.push({ ...decision, put });
  }
  return { ...draft, decisions };
}
