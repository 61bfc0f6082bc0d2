import semver from "semver";
import { z } from "zod";
import { loadConfig } from "../../adapters/github/config-loader.js";
import type { PolicyConfig } from "../../domain/policy.js";
import type { App } from "../app.js";
import { send } from "../commands.js";
import { reportInvalidConfig } from "../invalid-config.js";
import { campaignId } from "../names.js";
import { previousVersion, versionOfTag, versionTags } from "../release-versions.js";
import type { Delivery } from "./delivery.js";

const releaseSchema = z.object({
  action: z.string(),
  release: z.object({ tag_name: z.string(), draft: z.boolean() }),
  repository: z.object({ full_name: z.string() }),
});

type CorePackage = NonNullable<PolicyConfig["core"]>["packages"][number];

/** A published release of a core opens a campaign for each of its packages that the tag stands for. */
export async function receiveRelease(app: App, delivery: Delivery): Promise<string | null> {
  const { action, release, repository } = releaseSchema.parse(delivery.payload);
  if (action !== "published" || release.draft || delivery.installationId === undefined) return null;
  const forge = await app.github.forge(delivery.installationId);
  const loaded = await loadConfig(forge, repository.full_name);
  if (loaded.kind === "invalid") {
    await reportInvalidConfig(forge, repository.full_name, loaded);
    return null;
  }
  // A core says of itself that it is one; what an organisation says of all its repositories does not make them cores.
  const core = loaded.repository === repository.full_name ? loaded.config.core : undefined;
  if (core === undefined) return null;
  const tags = await forge.listTags(repository.full_name);
  let commandId: string | null = null;
  for (const released of core.packages) {
    const to = versionOfTag(release.tag_name, released.tag);
    if (to === undefined || (semver.prerelease(to) !== null && !core.prereleases)) continue;
    const from = previousVersion(versionTags(tags, released.tag), to, core.prereleases);
    if (from === undefined) {
      app.log.info({ package: released.name, to }, "the first release of a package has nothing to migrate from");
      continue;
    }
    commandId = createCampaign(app, delivery, repository.full_name, released, from.version, to);
  }
  return commandId;
}

function createCampaign(
  app: App,
  delivery: Delivery,
  coreRepo: string,
  released: CorePackage,
  from: string,
  to: string,
): string {
  const commandId = `delivery:${delivery.id}:create:${released.name}`;
  const result = send(app.store, delivery.cause, commandId, {
    type: "campaign.create",
    campaign_id: campaignId({ coreRepo, package: released.name, from, to }),
    title: `${released.name} ${from} → ${to}`,
    core_repo: coreRepo,
    package: released.name,
    from_version: from,
    to_version: to,
  });
  app.log.info({ package: released.name, from, to, status: result.status }, "a core was released");
  return commandId;
}
