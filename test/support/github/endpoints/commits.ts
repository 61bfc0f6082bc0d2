import { ok, paged, parameter, type Call, type Endpoints, type RepositoryHandler } from "../call.js";
import { diffFiles } from "../git-diff.js";
import { countCommits, mergeBase, readCommit, readCommits, resolveCommit } from "../git-read.js";
import { notFound } from "../refusal.js";
import { renderCommit, renderFileDiff } from "../render/commit.js";
import { apiUrl, htmlUrl } from "../render/repository.js";
import type { Repository } from "../state.js";
import type { World } from "../world.js";

/** Commits as the repositories' API has them, and what lies between two. */
export function commitEndpoints(world: World): Endpoints<RepositoryHandler> {
  async function listCommits(repository: Repository, call: Call) {
    const start = await resolveCommit(repository.dir, call.query["sha"] ?? repository.defaultBranch);
    if (start === undefined) throw notFound();
    const path = call.query["path"];
    const commits = await readCommits(repository.dir, [start, "--", ...(path === undefined ? [] : [path])]);
    return paged(call, commits, (commit) => renderCommit(world, repository, commit));
  }

  async function getCommit(repository: Repository, call: Call) {
    const sha = await resolveCommit(repository.dir, parameter(call, "ref"));
    if (sha === undefined) throw notFound();
    const commit = await readCommit(repository.dir, sha);
    const files = commit.parents[0] === undefined ? [] : await diffFiles(repository.dir, commit.parents[0], sha);
    return ok({
      ...renderCommit(world, repository, commit),
      files: files.map((file) => renderFileDiff(world, repository, sha, file)),
    });
  }

  async function compare(repository: Repository, call: Call) {
    const basehead = parameter(call, "basehead");
    const [base, head] = await Promise.all(
      basehead.split("...").map((side) => resolveCommit(repository.dir, side.replace(/^[^:]*:/, ""))),
    );
    if (base === undefined || head === undefined) throw notFound();
    const from = await mergeBase(repository.dir, base, head);
    if (from === undefined) throw notFound();
    const [ahead, behind, commits, files] = await Promise.all([
      countCommits(repository.dir, `${from}..${head}`),
      countCommits(repository.dir, `${from}..${base}`),
      readCommits(repository.dir, ["--reverse", `${from}..${head}`, "--"]),
      diffFiles(repository.dir, from, head),
    ]);
    const html = `${htmlUrl(world, repository)}/compare/${basehead}`;
    return ok({
      url: `${apiUrl(world, repository)}/compare/${basehead}`,
      html_url: html,
      permalink_url: `${htmlUrl(world, repository)}/compare/${base}...${head}`,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: renderCommit(world, repository, await readCommit(repository.dir, base)),
      merge_base_commit: renderCommit(world, repository, await readCommit(repository.dir, from)),
      status: comparisonStatus(ahead, behind),
      ahead_by: ahead,
      behind_by: behind,
      total_commits: ahead,
      commits: commits.map((commit) => renderCommit(world, repository, commit)),
      files: files.map((file) => renderFileDiff(world, repository, head, file)),
    });
  }

  return {
    "GET /repos/{owner}/{repo}/commits": listCommits,
    "GET /repos/{owner}/{repo}/commits/{ref}": getCommit,
    "GET /repos/{owner}/{repo}/compare/{basehead}": compare,
  };
}

function comparisonStatus(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? "diverged" : "ahead";
  return behind > 0 ? "behind" : "identical";
}
