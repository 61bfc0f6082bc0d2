import { type GitHubClient, pathOf } from "./client.js";
import type { CheckAnnotation, CheckRun } from "./forge.js";

/** GitHub takes at most this many annotations in one request. */
const ANNOTATIONS_A_REQUEST = 50;
/** GitHub's limit for a summary, in characters. */
const SUMMARY_LIMIT = 65_535;

export async function publishCheckRun(client: GitHubClient, fullName: string, check: CheckRun): Promise<void> {
  const path = pathOf(fullName);
  const existing = await client.rest.checks.listForRef({ ...path, ref: check.sha, check_name: check.name });
  const known = existing.data.check_runs.find((run) => run.name === check.name);
  const pages = pagesOf(check.annotations);
  const [first = [], ...rest] = pages;
  const outcome = { status: "completed", conclusion: check.conclusion } as const;
  const id =
    known === undefined
      ? (
          await client.rest.checks.create({
            ...path,
            ...outcome,
            name: check.name,
            head_sha: check.sha,
            output: output(check, first),
          })
        ).data.id
      : known.id;
  // Annotations add up over updates, so those of a run that is already there are not sent again.
  const updates = known === undefined ? rest : [[]];
  for (const annotations of updates) {
    await client.rest.checks.update({ ...path, ...outcome, check_run_id: id, output: output(check, annotations) });
  }
}

function output(check: CheckRun, annotations: readonly CheckAnnotation[]) {
  return {
    title: check.title,
    summary: check.summary.slice(0, SUMMARY_LIMIT),
    annotations: annotations.map((annotation) => ({
      path: annotation.path,
      start_line: annotation.line,
      end_line: annotation.line,
      annotation_level: annotation.level,
      title: annotation.title,
      message: annotation.message,
    })),
  };
}

function pagesOf(annotations: readonly CheckAnnotation[]): CheckAnnotation[][] {
  const count = Math.ceil(annotations.length / ANNOTATIONS_A_REQUEST);
  return Array.from({ length: count }, (_, page) =>
    annotations.slice(page * ANNOTATIONS_A_REQUEST, (page + 1) * ANNOTATIONS_A_REQUEST),
  );
}
