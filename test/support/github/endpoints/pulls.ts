import { emitPull } from "../actions/refs.js";
import { mergePull, openPull, setPullState } from "../actions/pulls.js";
import { created, find, ok, paged, parameter, type Call, type Endpoints, type RepositoryHandler } from "../call.js";
import { diffFiles, unifiedDiff } from "../git-diff.js";
import { mergeBase, readCommits, resolveCommit } from "../git-read.js";
import { invalid, notFound, Refusal } from "../refusal.js";
import { renderCommit, renderFileDiff } from "../render/commit.js";
import { renderFullPull, renderPull } from "../render/pull.js";
import { isPull, type PullIssue, type Repository } from "../state.js";
import type { World } from "../world.js";

export function pullEndpoints(world: World): Endpoints<RepositoryHandler> {
  function listPulls(repository: Repository, call: Call) {
    const { state = "open", head, base } = call.query;
    const pulls = repository.issues
      .filter(isPull)
      .filter((issue) => state === "all" || issue.state === state)
      .filter((issue) => base === undefined || issue.pull.base === base)
      .filter((issue) => head === undefined || `${repository.owner.login}:${issue.pull.head}` === head);
    const sorted = call.query["direction"] === "asc" ? pulls : pulls.reverse();
    return paged(call, sorted, (issue) => renderPull(world, repository, issue));
  }

  async function makePull(repository: Repository, call: Call) {
    const title = call.body.optionalText("title");
    if (title === undefined) throw invalid("PullRequest", "title", "title is missing");
    const issue = await openPull(world, repository, {
      author: call.caller.account,
      title,
      body: call.body.optionalText("body") ?? null,
      head: call.body.text("head"),
      base: call.body.text("base"),
      draft: call.body.flag("draft") ?? false,
    });
    return created(await renderFullPull(world, repository, issue));
  }

  async function getPull(repository: Repository, call: Call) {
    const issue = pullOf(repository, call);
    if (!/application\/vnd\.github(\.v3)?\.diff/.test(call.headers["accept"] ?? "")) {
      return ok(await renderFullPull(world, repository, issue));
    }
    const body = await unifiedDiff(repository.dir, await baseOf(repository, issue), issue.pull.headSha);
    return { status: 200, body, headers: { "content-type": "application/vnd.github.v3.diff; charset=utf-8" } };
  }

  async function editPull(repository: Repository, call: Call) {
    const issue = pullOf(repository, call);
    const { account } = call.caller;
    const base = call.body.optionalText("base");
    if (base !== undefined) {
      const baseSha = await resolveCommit(repository.dir, `refs/heads/${base}`);
      if (baseSha === undefined) throw invalid("PullRequest", "base", "base is invalid");
      issue.pull.base = base;
      issue.pull.baseSha = baseSha;
    }
    const changes: Record<string, { from: string }> = {};
    const title = call.body.optionalText("title");
    if (title !== undefined && title !== issue.title) {
      changes["title"] = { from: issue.title };
      issue.title = title;
    }
    if (call.body.has("body") && (call.body.optionalText("body") ?? null) !== issue.body) {
      changes["body"] = { from: issue.body ?? "" };
      issue.body = call.body.optionalText("body") ?? null;
    }
    issue.updatedAt = world.now();
    if (Object.keys(changes).length > 0) await emitPull(world, repository, account, issue, "edited", { changes });
    const state = call.body.optionalText("state");
    if (state === "open" || state === "closed") await setPullState(world, repository, issue, state, account);
    return ok(await renderFullPull(world, repository, issue));
  }

  async function listFiles(repository: Repository, call: Call) {
    const issue = pullOf(repository, call);
    const files = await diffFiles(repository.dir, await baseOf(repository, issue), issue.pull.headSha);
    return paged(call, files, (file) => renderFileDiff(world, repository, issue.pull.headSha, file));
  }

  async function listCommits(repository: Repository, call: Call) {
    const issue = pullOf(repository, call);
    const range = `${await baseOf(repository, issue)}..${issue.pull.headSha}`;
    const commits = await readCommits(repository.dir, ["--reverse", range, "--"]);
    return paged(call, commits, (commit) => renderCommit(world, repository, commit));
  }

  async function merge(repository: Repository, call: Call) {
    const sha = await mergePull(world, repository, pullOf(repository, call), {
      by: call.caller.account,
      method: call.body.optionalText("merge_method") ?? "merge",
      title: call.body.optionalText("commit_title"),
      message: call.body.optionalText("commit_message"),
      expectedHead: call.body.optionalText("sha"),
    });
    return ok({ sha, merged: true, message: "Pull Request successfully merged" });
  }

  function isMerged(repository: Repository, call: Call) {
    if (pullOf(repository, call).pull.merge === undefined) throw notFound();
    return { status: 204 };
  }

  function requestReviewers(repository: Repository, call: Call) {
    const issue = pullOf(repository, call);
    const logins = call.body.texts("reviewers");
    const missing = logins.some((login) => !repository.roles.has(login.toLowerCase()));
    if (missing) throw new Refusal(422, "Reviews may only be requested from collaborators.");
    issue.pull.reviewers = [...new Set([...issue.pull.reviewers, ...logins.map((login) => world.account(login))])];
    return created(renderPull(world, repository, issue));
  }

  return {
    "GET /repos/{owner}/{repo}/pulls": listPulls,
    "POST /repos/{owner}/{repo}/pulls": makePull,
    "GET /repos/{owner}/{repo}/pulls/{pull_number}": getPull,
    "PATCH /repos/{owner}/{repo}/pulls/{pull_number}": editPull,
    "GET /repos/{owner}/{repo}/pulls/{pull_number}/files": listFiles,
    "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits": listCommits,
    "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge": merge,
    "GET /repos/{owner}/{repo}/pulls/{pull_number}/merge": isMerged,
    "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers": requestReviewers,
  };
}

function pullOf(repository: Repository, call: Call): PullIssue {
  const number = Number(parameter(call, "pull_number"));
  return find(repository.issues.filter(isPull), (issue) => issue.number === number);
}

async function baseOf(repository: Repository, issue: PullIssue): Promise<string> {
  return (await mergeBase(repository.dir, issue.pull.baseSha, issue.pull.headSha)) ?? issue.pull.baseSha;
}
