import { unifiedDiff } from "./git-diff.js";
import { mergeBase } from "./git-read.js";
import { issueHtmlUrl } from "./render/issue.js";
import type { CheckRun, Comment, Issue, PullIssue, Repository } from "./state.js";
import type { World } from "./world.js";

/** What a person sees of an issue. */
export interface IssueSummary {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly author: string;
  readonly labels: readonly string[];
  readonly comments: readonly CommentSummary[];
  readonly url: string;
}

export interface PullSummary extends IssueSummary {
  readonly draft: boolean;
  readonly head: string;
  readonly headSha: string;
  readonly base: string;
  /** The merge's commit, undefined until then. */
  readonly mergeSha: string | undefined;
  readonly autoMerge: boolean;
  readonly checkRuns: readonly CheckRun[];
}

export interface CommentSummary {
  readonly id: number;
  readonly author: string;
  readonly body: string;
  readonly reactions: readonly string[];
}

export function summariseIssue(world: World, repository: Repository, issue: Issue): IssueSummary {
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? "",
    state: issue.state,
    author: issue.author.login,
    labels: [...issue.labels],
    comments: issue.comments.map(summariseComment),
    url: issueHtmlUrl(world, repository, issue),
  };
}

export function summarisePull(world: World, repository: Repository, issue: PullIssue): PullSummary {
  const { pull } = issue;
  return {
    ...summariseIssue(world, repository, issue),
    draft: pull.draft,
    head: pull.head,
    headSha: pull.headSha,
    base: pull.base,
    mergeSha: pull.merge?.sha,
    autoMerge: pull.autoMerge !== undefined,
    checkRuns: repository.checkRuns.filter((run) => run.headSha === pull.headSha),
  };
}

export async function diffOfPull(repository: Repository, { pull }: PullIssue): Promise<string> {
  const from = (await mergeBase(repository.dir, pull.baseSha, pull.headSha)) ?? pull.baseSha;
  return unifiedDiff(repository.dir, from, pull.headSha);
}

export function summariseComment(comment: Comment): CommentSummary {
  const reactions = comment.reactions.map((reaction) => reaction.content);
  return { id: comment.id, author: comment.author.login, body: comment.body, reactions };
}
