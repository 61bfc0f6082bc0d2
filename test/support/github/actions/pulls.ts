import { isAncestor, resolveCommit } from "../git-read.js";
import { mergeTrees, updateRef, writeCommit } from "../git-write.js";
import { invalid, Refusal, unprocessable } from "../refusal.js";
import { signatureOf, type Account, type PullIssue, type Repository } from "../state.js";
import type { World } from "../world.js";
import { addIssue, type NewIssue } from "./issues.js";
import { emitPull, openPullsFrom, refsMoved } from "./refs.js";

export interface NewPull extends NewIssue {
  /** A branch of the same repository, with or without "owner:" before it. */
  readonly head: string;
  readonly base: string;
  readonly draft: boolean;
}

export interface MergeOptions {
  readonly by: Account;
  readonly method: string;
  readonly title?: string | undefined;
  readonly message?: string | undefined;
  /** The head that the caller has seen. */
  readonly expectedHead?: string | undefined;
}

export async function openPull(world: World, repository: Repository, opened: NewPull): Promise<PullIssue> {
  const head = branchOf(repository, opened.head);
  const [headSha, baseSha] = await Promise.all([
    resolveCommit(repository.dir, `refs/heads/${head}`),
    resolveCommit(repository.dir, `refs/heads/${opened.base}`),
  ]);
  if (headSha === undefined) throw invalid("PullRequest", "head", "head is invalid");
  if (baseSha === undefined) throw invalid("PullRequest", "base", "base is invalid");
  if (await isAncestor(repository.dir, headSha, baseSha)) {
    throw invalid("PullRequest", "base", `No commits between ${opened.base} and ${head}`);
  }
  // Asked last, with nothing awaited before the number is taken: of two requests at once, one is refused.
  if (openPullsFrom(repository, head).some((issue) => issue.pull.base === opened.base)) {
    const label = `${repository.owner.login}:${head}`;
    throw invalid("PullRequest", "base", `A pull request already exists for ${label}.`);
  }
  const issue = addIssue(world, repository, opened, {
    head,
    headSha,
    base: opened.base,
    baseSha,
    draft: opened.draft,
    merge: undefined,
    autoMerge: undefined,
    reviewers: [],
  });
  await updateRef(repository.dir, `refs/pull/${issue.number}/head`, headSha);
  await emitPull(world, repository, opened.author, issue, "opened");
  return issue;
}

export async function mergePull(
  world: World,
  repository: Repository,
  issue: PullIssue,
  options: MergeOptions,
): Promise<string> {
  const { pull } = issue;
  if (issue.state === "closed" || pull.draft) throw new Refusal(405, "Pull Request is not mergeable");
  if (options.method === "rebase") throw new Refusal(405, "Rebase merges are not allowed on this repository.");
  if (options.expectedHead !== undefined && options.expectedHead !== pull.headSha) {
    throw new Refusal(409, "Head branch was modified. Review and try the merge again.");
  }
  const base = `refs/heads/${pull.base}`;
  const before = await resolveCommit(repository.dir, base);
  if (before === undefined) throw unprocessable("Base branch does not exist");
  const tree = await mergeTrees(repository.dir, before, pull.headSha);
  if (tree === undefined) throw new Refusal(405, "Pull Request has merge conflicts");

  const signature = signatureOf(options.by, world.now());
  const sha = await writeCommit(repository.dir, {
    tree,
    parents: options.method === "squash" ? [before] : [before, pull.headSha],
    message: mergeMessage(repository, issue, options),
    author: signature,
    committer: signature,
  });
  if (!(await updateRef(repository.dir, base, sha, before))) {
    throw new Refusal(409, "Base branch was modified. Review and try the merge again.");
  }
  repository.verified.add(sha);
  const now = world.now();
  pull.merge = { sha, by: options.by, at: now };
  issue.state = "closed";
  issue.closedAt = now;
  issue.updatedAt = now;
  await emitPull(world, repository, options.by, issue, "closed");
  await refsMoved(world, repository, options.by, [{ name: base, before, after: sha }]);
  return sha;
}

export async function setPullState(
  world: World,
  repository: Repository,
  issue: PullIssue,
  state: "open" | "closed",
  by: Account,
): Promise<void> {
  if (issue.state === state) return;
  if (state === "open") await checkReopening(repository, issue);
  issue.state = state;
  issue.closedAt = state === "closed" ? world.now() : null;
  issue.updatedAt = world.now();
  await emitPull(world, repository, by, issue, state === "closed" ? "closed" : "reopened");
}

async function checkReopening(repository: Repository, issue: PullIssue): Promise<void> {
  if (issue.pull.merge !== undefined) throw invalid("PullRequest", "state", "state cannot be changed. It was merged.");
  const tip = await resolveCommit(repository.dir, `refs/heads/${issue.pull.head}`);
  if (tip !== issue.pull.headSha) {
    const why = tip === undefined ? "has been deleted" : "was force-pushed or recreated";
    throw invalid("PullRequest", "state", `state cannot be changed. The ${issue.pull.head} branch ${why}.`);
  }
}

function mergeMessage(repository: Repository, issue: PullIssue, options: MergeOptions): string {
  const merge = `Merge pull request #${issue.number} from ${repository.owner.login}/${issue.pull.head}`;
  const title = options.title ?? (options.method === "squash" ? `${issue.title} (#${issue.number})` : merge);
  const message = options.message ?? (options.method === "squash" ? "" : issue.title);
  return message === "" ? title : `${title}\n\n${message}`;
}

// Forks are outside what the stand-in knows, so a head of another owner is no branch of this repository.
function branchOf(repository: Repository, head: string): string {
  const prefix = `${repository.owner.login}:`;
  return head.startsWith(prefix) ? head.slice(prefix.length) : head;
}
