import { created, find, ok, paged, parameter, type Call, type Endpoints, type RepositoryHandler } from "../call.js";
import type { Fields } from "../fields.js";
import { resolveCommit } from "../git-read.js";
import { invalid, notFound } from "../refusal.js";
import { renderAccount } from "../render/account.js";
import { renderCheckRun, renderStatus } from "../render/check.js";
import { apiUrl, htmlUrl, renderRepository } from "../render/repository.js";
import type { CheckRun, Repository, Status } from "../state.js";
import type { World } from "../world.js";

export function checkEndpoints(world: World): Endpoints<RepositoryHandler> {
  async function makeRun(repository: Repository, call: Call) {
    const headSha = await resolveCommit(repository.dir, call.body.text("head_sha"));
    if (headSha === undefined)
      throw invalid("CheckRun", "head_sha", `No commit found for SHA: ${call.body.text("head_sha")}`);
    const run: CheckRun = {
      id: world.id(),
      suite: repository.checkRuns.find((other) => other.headSha === headSha)?.suite ?? world.id(),
      headSha,
      name: call.body.text("name"),
      externalId: "",
      detailsUrl: null,
      status: "queued",
      conclusion: null,
      startedAt: world.now(),
      completedAt: null,
      title: null,
      summary: null,
      text: null,
      annotations: [],
    };
    write(run, call.body);
    repository.checkRuns.push(run);
    emitRun(repository, run, call, "created");
    if (run.status === "completed") emitRun(repository, run, call, "completed");
    return created(renderCheckRun(world, repository, run));
  }

  function editRun(repository: Repository, call: Call) {
    const run = runOf(repository, call);
    const before = run.status;
    write(run, call.body);
    if (run.status === "completed" && before !== "completed") emitRun(repository, run, call, "completed");
    return ok(renderCheckRun(world, repository, run));
  }

  function write(run: CheckRun, body: Fields): void {
    run.name = body.optionalText("name") ?? run.name;
    run.externalId = body.optionalText("external_id") ?? run.externalId;
    run.detailsUrl = body.optionalText("details_url") ?? run.detailsUrl;
    run.startedAt = body.optionalText("started_at") ?? run.startedAt;
    run.conclusion = body.optionalText("conclusion") ?? run.conclusion;
    run.status = body.optionalText("status") ?? (body.has("conclusion") ? "completed" : run.status);
    if (run.status === "completed")
      run.completedAt = body.optionalText("completed_at") ?? run.completedAt ?? world.now();
    const output = body.object("output");
    if (output === undefined) return;
    run.title = output.optionalText("title") ?? run.title;
    run.summary = output.optionalText("summary") ?? run.summary;
    run.text = output.optionalText("text") ?? run.text;
    // GitHub adds an update's annotations to those that are there.
    run.annotations.push(...output.objects("annotations").map((annotation) => annotation.values()));
  }

  function emitRun(repository: Repository, run: CheckRun, call: Call, action: string): void {
    const sender = call.caller.account;
    const payload = {
      check_run: renderCheckRun(world, repository, run),
      repository: renderRepository(world, repository),
      sender: renderAccount(world, sender),
    };
    world.emit({ event: "check_run", action, repository, sender, payload });
  }

  function getRun(repository: Repository, call: Call) {
    return ok(renderCheckRun(world, repository, runOf(repository, call)));
  }

  function listAnnotations(repository: Repository, call: Call) {
    const run = runOf(repository, call);
    return paged(call, run.annotations, (annotation) => ({
      start_column: null,
      end_column: null,
      title: null,
      raw_details: null,
      blob_href: `${htmlUrl(world, repository)}/blob/${run.headSha}/${String(annotation["path"])}`,
      ...annotation,
    }));
  }

  async function listRuns(repository: Repository, call: Call) {
    const sha = await commitOf(repository, call);
    const { check_name: name, status } = call.query;
    const runs = repository.checkRuns
      .filter((run) => run.headSha === sha)
      .filter((run) => name === undefined || run.name === name)
      .filter((run) => status === undefined || run.status === status);
    return paged(
      call,
      runs,
      (run) => renderCheckRun(world, repository, run),
      (page) => ({ total_count: runs.length, check_runs: page }),
    );
  }

  async function listStatuses(repository: Repository, call: Call) {
    const sha = await commitOf(repository, call);
    const statuses = repository.statuses.filter((status) => status.sha === sha).reverse();
    return paged(call, statuses, (status) => renderStatus(world, repository, status));
  }

  async function combinedStatus(repository: Repository, call: Call) {
    const sha = await commitOf(repository, call);
    const latest = new Map<string, Status>();
    for (const status of repository.statuses) if (status.sha === sha) latest.set(status.context, status);
    return ok({
      state: combine([...latest.values()]),
      sha,
      total_count: latest.size,
      statuses: [...latest.values()].map((status) => renderStatus(world, repository, status)),
      repository: renderRepository(world, repository),
      commit_url: `${apiUrl(world, repository)}/commits/${sha}`,
      url: `${apiUrl(world, repository)}/commits/${sha}/status`,
    });
  }

  return {
    "POST /repos/{owner}/{repo}/check-runs": makeRun,
    "GET /repos/{owner}/{repo}/check-runs/{check_run_id}": getRun,
    "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}": editRun,
    "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations": listAnnotations,
    "GET /repos/{owner}/{repo}/commits/{ref}/check-runs": listRuns,
    "GET /repos/{owner}/{repo}/commits/{ref}/statuses": listStatuses,
    "GET /repos/{owner}/{repo}/commits/{ref}/status": combinedStatus,
  };
}

function runOf(repository: Repository, call: Call): CheckRun {
  const id = Number(parameter(call, "check_run_id"));
  return find(repository.checkRuns, (run) => run.id === id);
}

async function commitOf(repository: Repository, call: Call): Promise<string> {
  const sha = await resolveCommit(repository.dir, parameter(call, "ref"));
  if (sha === undefined) throw notFound();
  return sha;
}

function combine(statuses: readonly Status[]): string {
  if (statuses.some((status) => status.state === "failure" || status.state === "error")) return "failure";
  return statuses.length > 0 && statuses.every((status) => status.state === "success") ? "success" : "pending";
}
