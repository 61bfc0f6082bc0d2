import { pino } from "pino";
import { redeliverFailed } from "../adapters/github/deliveries.js";
import { paceWrites, type Pacing } from "../adapters/github/pacing.js";
import { createForge } from "../adapters/github/octokit-forge.js";
import { pathOf, type GitHubClient } from "../adapters/github/client.js";
import type { Forge } from "../adapters/github/forge.js";
import type { AppConfig } from "./environment.js";
import { createProbot } from "./probot.js";

/** GitHub as this App sees it. */
export interface GitHubAccess {
  forge(installationId: number): Promise<Forge>;
  /** A token that can read the contents of this one repository, and nothing else. */
  readToken(installationId: number, repository: string): Promise<string>;
  /** Ids of the installations, in the order in which GitHub gives them. */
  installations(): Promise<readonly number[]>;
  /** Asks for webhooks again that did not arrive; gives their number. */
  redeliverFailed(since: Date): Promise<number>;
}

/** The clients that Probot makes: of the App itself, and of an installation. */
export type ClientSource = (installationId?: number) => Promise<GitHubClient>;

/** `pacingOf` is left out where nothing limits what is written. */
export function createGitHubAccess(clients: ClientSource, pacingOf?: (installationId: number) => Pacing): GitHubAccess {
  const forges = new Map<number, Promise<Forge>>();
  return {
    forge(installationId) {
      const known = forges.get(installationId);
      if (known !== undefined) return known;
      const made = clients(installationId).then((client) => {
        if (pacingOf !== undefined) paceWrites(client, pacingOf(installationId));
        return createForge(client);
      });
      forges.set(installationId, made);
      // A failure is not kept, so that the next one who asks tries again.
      made.catch(() => forges.delete(installationId));
      return made;
    },
    async readToken(installationId, repository) {
      const client = await clients();
      const { data } = await client.rest.apps.createInstallationAccessToken({
        installation_id: installationId,
        repositories: [pathOf(repository).repo],
        permissions: { contents: "read" },
      });
      return data.token;
    },
    async installations() {
      const client = await clients();
      const found = await client.paginate(client.rest.apps.listInstallations, { per_page: 100 });
      return found.filter(({ suspended_at }) => suspended_at === null).map(({ id }) => id);
    },
    redeliverFailed: async (since) => await redeliverFailed(await clients(), since),
  };
}

/** GitHub with the App's own credentials, for a command that only reads. */
export function openGitHubAccess(config: AppConfig): GitHubAccess {
  const probot = createProbot(config, pino({ level: "silent" }));
  return createGitHubAccess((installationId) => probot.auth(installationId));
}
