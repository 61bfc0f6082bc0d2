import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { createGitRepository, type CommitSpec, type FileChanges } from "../git.js";
import { refsMoved } from "./actions/refs.js";
import { git } from "./git-run.js";
import { resolveCommit } from "./git-read.js";
import { initBare, updateRef, writeBlob, writeCommit, writeTree, type TreeChange } from "./git-write.js";
import { signatureOf, type Account, type Repository } from "./state.js";
import type { World } from "./world.js";

export interface RepositorySpec {
  readonly owner: string;
  readonly name: string;
  /** The history to begin with on `main`, oldest first… */
  readonly commits?: readonly CommitSpec[];
  /** …or an existing repository, whose branches and tags are taken over. */
  readonly fromGitDir?: string;
  /** True unless said otherwise, so that tokens are put to the test. */
  readonly private?: boolean;
  readonly archived?: boolean;
  readonly fork?: boolean;
}

export async function seedRepository(world: World, spec: RepositorySpec): Promise<Repository> {
  const owner = world.account(spec.owner);
  const fullName = `${owner.login}/${spec.name}`;
  const dir = join(world.dir, owner.login, `${spec.name}.git`);
  await mkdir(join(world.dir, owner.login), { recursive: true });
  await initBare(dir);
  const defaultBranch = await takeOver(dir, spec);
  const now = world.now();
  const repository: Repository = {
    id: world.id(),
    owner,
    name: spec.name,
    fullName,
    dir,
    private: spec.private ?? true,
    fork: spec.fork ?? false,
    archived: spec.archived ?? false,
    defaultBranch,
    createdAt: now,
    pushedAt: now,
    roles: new Map(),
    issues: [],
    labels: new Map(),
    releases: [],
    checkRuns: [],
    statuses: [],
    dispatches: [],
    verified: new Set(),
  };
  world.repositories.set(fullName.toLowerCase(), repository);
  return repository;
}

/** Commits on a branch as a person would push it; the branch is made from the default one where it is new. */
export async function pushFiles(
  world: World,
  repository: Repository,
  branch: string,
  files: FileChanges,
  author: Account,
  message: string,
): Promise<string> {
  const name = `refs/heads/${branch}`;
  const before = await resolveCommit(repository.dir, name);
  const parent = before ?? (await resolveCommit(repository.dir, `refs/heads/${repository.defaultBranch}`));
  const changes: TreeChange[] = [];
  for (const [path, content] of Object.entries(files)) {
    const sha = content === null ? null : await writeBlob(repository.dir, content);
    changes.push({ path, mode: "100644", sha });
  }
  const tree = await writeTree(repository.dir, parent, changes);
  if (tree === undefined) throw new Error(`a deleted path is not on ${branch} of ${repository.fullName}`);
  const signature = signatureOf(author, world.now());
  const parents = parent === undefined ? [] : [parent];
  const sha = await writeCommit(repository.dir, { tree, parents, message, author: signature, committer: signature });
  await updateRef(repository.dir, name, sha);
  await refsMoved(world, repository, author, [{ name, before, after: sha }]);
  return sha;
}

/** Fills a bare repository and answers its default branch. */
async function takeOver(dir: string, spec: RepositorySpec): Promise<string> {
  const source = spec.commits === undefined ? undefined : await createGitRepository(spec.commits);
  const from = source?.dir ?? spec.fromGitDir;
  if (from === undefined) return "main";
  await git(dir, ["fetch", "--quiet", from, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"]);
  const branch = (await git(from, ["symbolic-ref", "--short", "HEAD"])).trim();
  await git(dir, ["symbolic-ref", "HEAD", `refs/heads/${branch}`]);
  await source?.remove();
  return branch;
}
