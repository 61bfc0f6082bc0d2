import type { FileDiff } from "../git-diff.js";
import type { CommitObject, Ref } from "../git-read.js";
import type { Account, Repository } from "../state.js";
import type { World } from "../world.js";
import { nodeId, renderAccount } from "./account.js";
import { apiUrl, htmlUrl } from "./repository.js";

/** A commit of the Git Data API. */
export function renderGitCommit(world: World, repository: Repository, commit: CommitObject): Record<string, unknown> {
  const api = `${apiUrl(world, repository)}/git`;
  const html = `${htmlUrl(world, repository)}/commit`;
  return {
    sha: commit.sha,
    node_id: nodeId("C", commit.sha),
    url: `${api}/commits/${commit.sha}`,
    html_url: `${html}/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${api}/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${html}/${sha}` })),
    verification: verification(repository, commit),
  };
}

/** A commit of the repositories' API, which knows accounts as well. */
export function renderCommit(world: World, repository: Repository, commit: CommitObject): Record<string, unknown> {
  const api = apiUrl(world, repository);
  const html = `${htmlUrl(world, repository)}/commit`;
  const url = `${api}/commits/${commit.sha}`;
  return {
    sha: commit.sha,
    node_id: nodeId("C", commit.sha),
    url,
    html_url: `${html}/${commit.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      verification: verification(repository, commit),
    },
    author: renderPerson(world, commit.author.email),
    committer: renderPerson(world, commit.committer.email),
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${html}/${sha}` })),
  };
}

/** A commit inside a push event. */
export function renderPushedCommit(
  world: World,
  repository: Repository,
  commit: CommitObject,
  files: readonly FileDiff[],
): Record<string, unknown> {
  const paths = (status: string) => files.filter((file) => file.status === status).map((file) => file.path);
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${htmlUrl(world, repository)}/commit/${commit.sha}`,
    author: { ...commit.author, username: accountOf(world, commit.author.email)?.login ?? commit.author.name },
    committer: {
      ...commit.committer,
      username: accountOf(world, commit.committer.email)?.login ?? commit.committer.name,
    },
    added: [...paths("added"), ...paths("renamed")],
    removed: [...paths("removed"), ...files.flatMap((file) => file.previousPath ?? [])],
    modified: paths("modified"),
  };
}

export function renderRef(world: World, repository: Repository, ref: Ref): Record<string, unknown> {
  const api = `${apiUrl(world, repository)}/git`;
  return {
    ref: ref.name,
    node_id: nodeId("REF", `${repository.id}:${ref.name}`),
    url: `${api}/${ref.name}`,
    object: { type: ref.type, sha: ref.sha, url: `${api}/${ref.type}s/${ref.sha}` },
  };
}

export function renderFileDiff(
  world: World,
  repository: Repository,
  commit: string,
  file: FileDiff,
): Record<string, unknown> {
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  const html = htmlUrl(world, repository);
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${commit}/${path}`,
    raw_url: `${html}/raw/${commit}/${path}`,
    contents_url: `${apiUrl(world, repository)}/contents/${path}?ref=${commit}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}

function renderPerson(world: World, email: string): Record<string, unknown> | null {
  const account = accountOf(world, email);
  return account === undefined ? null : renderAccount(world, account);
}

// "123+login@users.noreply.github.com" is how GitHub ties a commit to an account.
function accountOf(world: World, email: string): Account | undefined {
  const login = /^\d+\+(.+)@users\.noreply\.github\.com$/.exec(email)?.[1];
  return login === undefined ? undefined : world.accounts.get(login.toLowerCase());
}

function verification(repository: Repository, commit: CommitObject): Record<string, unknown> {
  if (!repository.verified.has(commit.sha)) {
    return { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };
  }
  const payload = `tree ${commit.tree}\n`;
  const signature = "-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----";
  return { verified: true, reason: "valid", signature, payload, verified_at: commit.committer.date };
}
