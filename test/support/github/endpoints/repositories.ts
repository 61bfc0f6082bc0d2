import { noContent, ok, paged, parameter, type Call, type Endpoints, type RepositoryHandler } from "../call.js";
import { diffFiles } from "../git-diff.js";
import { countCommits, listRefs, mergeBase, readCommit, readCommits, readRef, resolveCommit } from "../git-read.js";
import { notFound } from "../refusal.js";
import { nodeId, renderAccount } from "../render/account.js";
import { renderCommit, renderFileDiff } from "../render/commit.js";
import { apiUrl, htmlUrl, renderRepository } from "../render/repository.js";
import type { Account, Repository, Role } from "../state.js";
import type { World } from "../world.js";

export function repositoryEndpoints(world: World): Endpoints<RepositoryHandler> {
  function getRepository(repository: Repository) {
    return ok(renderRepository(world, repository));
  }

  async function listBranches(repository: Repository, call: Call) {
    const refs = await listRefs(repository.dir, "refs/heads");
    return paged(call, refs, ({ name, sha }) => ({
      name: name.slice("refs/heads/".length),
      commit: { sha, url: `${apiUrl(world, repository)}/commits/${sha}` },
      protected: false,
    }));
  }

  async function getBranch(repository: Repository, call: Call) {
    const name = parameter(call, "branch");
    const ref = await readRef(repository.dir, `refs/heads/${name}`);
    if (ref === undefined) throw notFound();
    const self = `${apiUrl(world, repository)}/branches/${encodeURIComponent(name)}`;
    return ok({
      name,
      commit: renderCommit(world, repository, await readCommit(repository.dir, ref.sha)),
      _links: { self, html: `${htmlUrl(world, repository)}/tree/${name}` },
      protected: false,
      protection: { enabled: false },
      protection_url: `${self}/protection`,
    });
  }

  async function listTags(repository: Repository, call: Call) {
    const refs = (await listRefs(repository.dir, "refs/tags")).reverse();
    const tags = await Promise.all(
      refs.map(async ({ name, sha }) => ({ name, commit: (await resolveCommit(repository.dir, sha)) ?? sha })),
    );
    return paged(call, tags, ({ name, commit }) => {
      const tag = name.slice("refs/tags/".length);
      const api = apiUrl(world, repository);
      return {
        name: tag,
        commit: { sha: commit, url: `${api}/commits/${commit}` },
        zipball_url: `${api}/zipball/${name}`,
        tarball_url: `${api}/tarball/${name}`,
        node_id: nodeId("REF", `${repository.id}:${name}`),
      };
    });
  }

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

  function getPermission(repository: Repository, call: Call) {
    const account = world.account(parameter(call, "username"));
    const role = roleOf(repository, account);
    const user = { ...renderAccount(world, account), role_name: role, permissions: grantsOf(role) };
    return ok({ permission: legacyPermission(role), role_name: role, user });
  }

  function dispatch(repository: Repository, call: Call) {
    const payload = call.body.raw("client_payload") ?? {};
    const eventType = call.body.text("event_type");
    repository.dispatches.push({ eventType, payload });
    const sender = call.caller.account;
    world.emit({
      event: "repository_dispatch",
      action: eventType,
      repository,
      sender,
      payload: {
        branch: repository.defaultBranch,
        client_payload: payload,
        repository: renderRepository(world, repository),
        sender: renderAccount(world, sender),
      },
    });
    return noContent();
  }

  return {
    "GET /repos/{owner}/{repo}": getRepository,
    "GET /repos/{owner}/{repo}/branches": listBranches,
    "GET /repos/{owner}/{repo}/branches/{branch}": getBranch,
    "GET /repos/{owner}/{repo}/tags": listTags,
    "GET /repos/{owner}/{repo}/commits": listCommits,
    "GET /repos/{owner}/{repo}/commits/{ref}": getCommit,
    "GET /repos/{owner}/{repo}/compare/{basehead}": compare,
    "GET /repos/{owner}/{repo}/collaborators/{username}/permission": getPermission,
    "POST /repos/{owner}/{repo}/dispatches": dispatch,
  };
}

function roleOf(repository: Repository, account: Account): Role {
  if (account === repository.owner) return "admin";
  // Anyone may read what is public.
  return repository.roles.get(account.login.toLowerCase()) ?? (repository.private ? "none" : "read");
}

function comparisonStatus(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? "diverged" : "ahead";
  return behind > 0 ? "behind" : "identical";
}

// The older field knows no maintain and no triage.
function legacyPermission(role: Role): string {
  if (role === "maintain") return "write";
  return role === "triage" ? "read" : role;
}

function grantsOf(role: Role): Record<string, boolean> {
  const order: readonly Role[] = ["none", "read", "triage", "write", "maintain", "admin"];
  const atLeast = (needed: Role) => order.indexOf(role) >= order.indexOf(needed);
  return {
    pull: atLeast("read"),
    triage: atLeast("triage"),
    push: atLeast("write"),
    maintain: atLeast("maintain"),
    admin: atLeast("admin"),
  };
}
