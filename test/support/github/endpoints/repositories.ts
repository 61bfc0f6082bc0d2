import { noContent, ok, paged, parameter, type Call, type Endpoints, type RepositoryHandler } from "../call.js";
import { listRefs, readCommit, readRef, resolveCommit } from "../git-read.js";
import { notFound } from "../refusal.js";
import { nodeId, renderAccount } from "../render/account.js";
import { renderCommit } from "../render/commit.js";
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
    "GET /repos/{owner}/{repo}/collaborators/{username}/permission": getPermission,
    "POST /repos/{owner}/{repo}/dispatches": dispatch,
  };
}

function roleOf(repository: Repository, account: Account): Role {
  if (account === repository.owner) return "admin";
  // Anyone may read what is public.
  return repository.roles.get(account.login.toLowerCase()) ?? (repository.private ? "none" : "read");
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
