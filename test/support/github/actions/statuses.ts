import { listRefs, readCommit } from "../git-read.js";
import { renderAccount } from "../render/account.js";
import { renderCommit } from "../render/commit.js";
import { apiUrl, renderRepository } from "../render/repository.js";
import type { Account, Repository, Status } from "../state.js";
import type { World } from "../world.js";

/** A result that a CI system reports on a commit. */
export async function addStatus(
  world: World,
  repository: Repository,
  creator: Account,
  sha: string,
  context: string,
  state: Status["state"],
): Promise<void> {
  const createdAt = world.now();
  const status: Status = {
    id: world.id(),
    sha,
    context,
    state,
    description: null,
    targetUrl: null,
    creator,
    createdAt,
  };
  repository.statuses.push(status);
  const refs = await listRefs(repository.dir, "refs/heads");
  const payload = {
    id: status.id,
    sha,
    name: repository.fullName,
    context,
    state,
    description: null,
    target_url: null,
    avatar_url: null,
    created_at: createdAt,
    updated_at: createdAt,
    commit: renderCommit(world, repository, await readCommit(repository.dir, sha)),
    branches: refs
      .filter((ref) => ref.sha === sha)
      .map((ref) => ({
        name: ref.name.slice("refs/heads/".length),
        commit: { sha, url: `${apiUrl(world, repository)}/commits/${sha}` },
        protected: false,
      })),
    repository: renderRepository(world, repository),
    sender: renderAccount(world, creator),
  };
  world.emit({ event: "status", repository, sender: creator, payload });
}
