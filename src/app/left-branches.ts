import type { Forge } from "../adapters/github/forge.js";
import { migrationOfBranch } from "../store/reads/branches.js";
import type { Store } from "../store/store.js";
import type { GitHubAccess } from "./github-access.js";
import { BRANCH_PREFIX } from "./names.js";

export interface BranchesOnGitHub {
  readonly repositories: number;
  /** The App's branches that belong to no migration under way, and that no open pull request shows. */
  readonly left: readonly { readonly repository: string; readonly branch: string }[];
}

/** Looks through every repository that the App is installed in: a request for each, and one more for a branch of no migration. */
export async function findLeftBranches(
  store: Store,
  github: Pick<GitHubAccess, "installations" | "forge">,
): Promise<BranchesOnGitHub> {
  const left: { repository: string; branch: string }[] = [];
  let repositories = 0;
  for (const installation of await github.installations()) {
    const forge = await github.forge(installation);
    for (const { fullName: repository } of await forge.listRepositories()) {
      repositories += 1;
      for (const branch of await forge.listBranches(repository, BRANCH_PREFIX)) {
        if (await isLeft(store, forge, repository, branch)) left.push({ repository, branch });
      }
    }
  }
  return { repositories, left };
}

async function isLeft(store: Store, forge: Forge, repository: string, branch: string): Promise<boolean> {
  if (migrationOfBranch(store, repository, branch) !== undefined) return false;
  return (await forge.pullRequestByHead(repository, branch))?.state !== "open";
}
