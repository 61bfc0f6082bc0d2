import { type GitHubClient, pathOf } from "./client.js";
import type { CheckAnnotation, CheckRun } from "./forge.js";

/** GitHub takes at most this many annotations in one request. */
const ANNOTATIONS_A_REQUEST = 50;
/** GitHub's limit for a summary, in characters. */
const SUMMARY_LIMIT = 65_535;

/** Makes the commit's one check run of this name, or goes on with it where an earlier time was interrupted. */
export async function publishCheckRun(client: GitHubClient, fullName: string, check: CheckRun): Promise<void> {
  const path = pathOf(fullName);
  const existing = await client.rest.checks.listForRef({ ...path, ref: check.sha, check_name: check.name });
  const known = existing.data.check_runs.find((run) => run.name === check.name);
  let id = known?.id;
  // Annotations add up over updates, so those that the run has already are not sent again.
  for (const annotations of pagesOf(check.annotations.slice(known?.output.annotations_count))) {
    const content = {
      ...path,
      status: "completed",
      conclusion: check.conclusion,
      output: output(check, annotations),
    } as const;
    if (id === undefined) {
      const { data } = await client.rest.checks.create({ ...content, name: check.name, head_sha: check.sha });
      id = data.id;
    } else {
      await client.rest.checks.update({ ...content, check_run_id: id });
    }
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

/** At least one, which may be empty. */
function pagesOf(annotations: readonly CheckAnnotation[]): CheckAnnotation[][] {
  const count = Math.max(1, Math.ceil(annotations.length / ANNOTATIONS_A_REQUEST));
  return Array.from({ length: count }, (_, page) =>
    annotations.slice(page * ANNOTATIONS_A_REQUEST, (page + 1) * ANNOTATIONS_A_REQUEST),
  );
}
