import { diffFiles } from "../git-diff.js";
import { isAncestor, readCommit, readCommits, resolveCommit, type CommitObject } from "../git-read.js";
import { updateRef } from "../git-write.js";
import { renderAccount } from "../render/account.js";
import { renderPushedCommit } from "../render/commit.js";
import { renderFullPull } from "../render/pull.js";
import { htmlUrl, renderRepository } from "../render/repository.js";
import { isPull, signatureOf, type Account, type PullIssue, type Repository } from "../state.js";
import type { World } from "../world.js";

/** `name` in full; undefined before a ref exists, and after it is deleted. */
export interface RefChange {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

const NO_COMMIT = "0".repeat(40);
const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
/** GitHub sends no events at all for tags when more than three are pushed at once. */
const MOST_TAGS_WITH_EVENTS = 3;

/** Tells the app of refs that moved, and brings along the pull requests that stand on them. */
export async function refsMoved(
  world: World,
  repository: Repository,
  sender: Account,
  changes: readonly RefChange[],
): Promise<void> {
  const tags = changes.filter((change) => change.name.startsWith("refs/tags/"));
  const silent = new Set(tags.length > MOST_TAGS_WITH_EVENTS ? tags : []);
  repository.pushedAt = world.now();
  for (const change of changes) {
    if (!silent.has(change)) await announce(world, repository, sender, change);
    await movePulls(world, repository, sender, change);
  }
}

async function announce(world: World, repository: Repository, sender: Account, change: RefChange): Promise<void> {
  const shared = { repository: renderRepository(world, repository), sender: renderAccount(world, sender) };
  const [, kind, short = ""] = /^refs\/(heads|tags)\/(.*)$/.exec(change.name) ?? [];
  if (kind === undefined) return;
  const named = { ref: short, ref_type: kind === "tags" ? "tag" : "branch", pusher_type: "user" };
  if (change.before === undefined) {
    const payload = { ...named, ...shared, master_branch: repository.defaultBranch, description: null };
    world.emit({ event: "create", repository, sender, payload });
  }
  if (change.after === undefined) world.emit({ event: "delete", repository, sender, payload: { ...named, ...shared } });

  const commits = await pushedCommits(repository, change);
  const rendered = await Promise.all(commits.map((commit) => renderWithFiles(world, repository, commit)));
  const tip = change.after === undefined ? undefined : await readCommit(repository.dir, change.after);
  const before = change.before ?? NO_COMMIT;
  const after = change.after ?? NO_COMMIT;
  world.emit({
    event: "push",
    repository,
    sender,
    payload: {
      ...shared,
      repository: { ...shared.repository, master_branch: repository.defaultBranch, stargazers: 0 },
      ref: change.name,
      before,
      after,
      base_ref: null,
      created: change.before === undefined,
      deleted: change.after === undefined,
      forced: await isForced(repository, change),
      compare: `${htmlUrl(world, repository)}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
      commits: rendered,
      head_commit: tip === undefined ? null : await renderWithFiles(world, repository, tip),
      pusher: { name: sender.login, email: signatureOf(sender, world.now()).email },
    },
  });
}

async function movePulls(world: World, repository: Repository, sender: Account, change: RefChange): Promise<void> {
  if (!change.name.startsWith("refs/heads/")) return;
  const branch = change.name.slice("refs/heads/".length);
  for (const issue of openPullsFrom(repository, branch)) {
    issue.updatedAt = world.now();
    if (change.after === undefined) {
      // Without its branch a pull request is closed; the commit stays under refs/pull.
      issue.state = "closed";
      issue.closedAt = world.now();
      await emitPull(world, repository, sender, issue, "closed");
      continue;
    }
    issue.pull.headSha = change.after;
    issue.pull.baseSha = (await resolveCommit(repository.dir, `refs/heads/${issue.pull.base}`)) ?? issue.pull.baseSha;
    await updateRef(repository.dir, `refs/pull/${issue.number}/head`, change.after);
    await emitPull(world, repository, sender, issue, "synchronize", {
      before: change.before ?? NO_COMMIT,
      after: change.after,
    });
  }
}

export async function emitPull(
  world: World,
  repository: Repository,
  sender: Account,
  issue: PullIssue,
  action: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const payload = {
    ...details,
    number: issue.number,
    pull_request: await renderFullPull(world, repository, issue),
    repository: renderRepository(world, repository),
    sender: renderAccount(world, sender),
  };
  world.emit({ event: "pull_request", action, repository, sender, payload });
}

export function openPullsFrom(repository: Repository, branch: string): PullIssue[] {
  return repository.issues.filter(isPull).filter((issue) => issue.state === "open" && issue.pull.head === branch);
}

async function pushedCommits(repository: Repository, change: RefChange): Promise<CommitObject[]> {
  if (change.after === undefined || change.name.startsWith("refs/tags/")) return [];
  const branch = change.name.slice("refs/heads/".length);
  // Of a new branch, what no other branch has.
  const known = change.before === undefined ? ["--not", `--exclude=${branch}`, "--branches"] : [`^${change.before}`];
  // GitHub puts at most 2,048 commits in a push event.
  return (await readCommits(repository.dir, ["--max-count=2048", change.after, ...known, "--"])).reverse();
}

async function renderWithFiles(
  world: World,
  repository: Repository,
  commit: CommitObject,
): Promise<Record<string, unknown>> {
  const files = await diffFiles(repository.dir, commit.parents[0] ?? EMPTY_TREE, commit.sha);
  return renderPushedCommit(world, repository, commit, files);
}

async function isForced(repository: Repository, change: RefChange): Promise<boolean> {
  if (change.before === undefined || change.after === undefined) return false;
  return !(await isAncestor(repository.dir, change.before, change.after));
}
