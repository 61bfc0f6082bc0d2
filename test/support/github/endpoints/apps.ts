import { created, find, ok, paged, parameter, type Call, type Endpoints } from "../call.js";
import { Refusal, unprocessable } from "../refusal.js";
import { renderProfile } from "../render/account.js";
import { renderApp, renderInstallation } from "../render/app.js";
import { renderRepository } from "../render/repository.js";
import type { Access, Installation, Repository } from "../state.js";
import { allows, type Tokens } from "../tokens.js";
import type { World } from "../world.js";

/** What the app does about itself and its installations. */
export function appEndpoints(world: World, tokens: Tokens): Endpoints {
  function getApp() {
    return ok(renderApp(world));
  }

  function listInstallations(call: Call) {
    return paged(call, world.installations, (installation) => renderInstallation(world, installation));
  }

  function getInstallation(call: Call) {
    return ok(renderInstallation(world, installationOf(call)));
  }

  function getRepositoryInstallation(call: Call) {
    const repository = world.repository(`${parameter(call, "owner")}/${parameter(call, "repo")}`);
    const installation = find(world.installations, (candidate) => candidate === world.installationFor(repository));
    return ok(renderInstallation(world, installation));
  }

  function getAccountInstallation(call: Call) {
    const account = world.account(parameter(call, call.path["org"] === undefined ? "username" : "org"));
    return ok(
      renderInstallation(
        world,
        find(world.installations, (candidate) => candidate.account === account),
      ),
    );
  }

  function makeToken(call: Call) {
    const installation = installationOf(call);
    const repositories = selection(installation, call);
    const permissions = limitedPermissions(installation, call);
    const token = tokens.issue(installation, repositories && new Set(repositories.map(({ id }) => id)), permissions);
    return created({
      token: token.value,
      expires_at: token.expiresAt,
      permissions,
      repository_selection: repositories === undefined && installation.repositories === "all" ? "all" : "selected",
      ...(repositories && { repositories: repositories.map((repository) => renderRepository(world, repository)) }),
    });
  }

  function selection(installation: Installation, call: Call): Repository[] | undefined {
    const names = call.body.texts("repositories").map((name) => name.toLowerCase());
    const ids = call.body.numbers("repository_ids");
    if (names.length === 0 && ids.length === 0) return undefined;
    const covered = world.repositoriesOf(installation);
    const chosen = covered.filter(({ id, name }) => ids.includes(id) || names.includes(name.toLowerCase()));
    if (chosen.length < Math.max(names.length, ids.length)) {
      throw unprocessable(
        "There is at least one repository that does not exist or is not accessible to the parent installation.",
      );
    }
    return chosen;
  }

  function listRepositories(call: Call) {
    if (call.caller.kind !== "installation") throw new Refusal(403, "Resource not accessible by integration");
    const { installation, token } = call.caller;
    const repositories = world
      .repositoriesOf(installation)
      .filter(({ id }) => token.repositories === undefined || token.repositories.has(id));
    const selected = token.repositories === undefined && installation.repositories === "all" ? "all" : "selected";
    return paged(
      call,
      repositories,
      (repository) => renderRepository(world, repository),
      (page) => ({ total_count: repositories.length, repository_selection: selected, repositories: page }),
    );
  }

  function getUser(call: Call) {
    return ok(renderProfile(world, world.account(parameter(call, "username"))));
  }

  function getRateLimit() {
    const limit = { limit: 5000, used: 0, remaining: 5000, reset: Math.floor(world.clock().getTime() / 1000) + 3600 };
    return ok({ resources: { core: limit, search: limit, graphql: limit }, rate: limit });
  }

  function installationOf(call: Call): Installation {
    const id = Number(parameter(call, "installation_id"));
    return find(world.installations, (installation) => installation.id === id);
  }

  return {
    "GET /app": getApp,
    "GET /app/installations": listInstallations,
    "GET /app/installations/{installation_id}": getInstallation,
    "POST /app/installations/{installation_id}/access_tokens": makeToken,
    "GET /repos/{owner}/{repo}/installation": getRepositoryInstallation,
    "GET /orgs/{org}/installation": getAccountInstallation,
    "GET /users/{username}/installation": getAccountInstallation,
    "GET /installation/repositories": listRepositories,
    "GET /users/{username}": getUser,
    "GET /rate_limit": getRateLimit,
  };
}

/** A token may be given less than its installation has, and never more. */
function limitedPermissions(installation: Installation, call: Call): Readonly<Record<string, Access>> {
  const asked = call.body.object("permissions")?.values();
  if (asked === undefined) return installation.permissions;
  const limited: Record<string, Access> = { metadata: "read" };
  for (const [name, access] of Object.entries(asked)) {
    if ((access !== "read" && access !== "write") || !allows(installation.permissions, name, access)) {
      throw unprocessable("The permissions requested are not granted to this installation.");
    }
    limited[name] = access;
  }
  return limited;
}
