import type { Decision } from "../migration/decide-rollback.js";
import { type RollbackDraft, reportOf } from "../migration/rollback.js";
import { type LockfileOptions, refreshLockfiles } from "./lockfile.js";
import { lockfilesBefore } from "./lockfile-step.js";

/**
 * Has the package manager make those lockfiles anew that were changed since and cannot be merged, once the ranges are taken back: they say
 * nothing of their own. Returns the draft with what has become of them.
 */
export async function remakeLockfiles(
  target: string,
  draft: RollbackDraft,
  options: LockfileOptions,
): Promise<RollbackDraft> {
  const paths = draft.decisions.map(({ file }) => file.path);
  const lockfiles = new Set((await lockfilesBefore(target, paths)).map(({ path }) => path));
  const isStuck = ({ file: { path, action } }: Decision): boolean => action === "conflict" && lockfiles.has(path);
  if (!draft.decisions.some(isStuck)) return draft;
  const { notes } = await refreshLockfiles(target, paths, options);
  const decisions = draft.decisions.map((decision): Decision => {
    if (!isStuck(decision)) return decision;
    const { path } = decision.file;
    const reason = notes.find((note) => note.startsWith(`${path} `));
    return { ...decision, file: reason === undefined ? { path, action: "remade" } : { ...decision.file, reason } };
  });
  return { decisions, report: reportOf(draft.report, decisions) };
}
