import { loadConfig } from "../../adapters/github/config-loader.js";
import { OnxError } from "../../domain/errors.js";
import type { CampaignRow } from "../../store/reads/rows.js";
import { send } from "../commands.js";
import { type CoreVersions, ensureCore } from "../core-copies.js";
import { publishManifest } from "../published-manifests.js";
import { versionTags } from "../release-versions.js";
import { campaignOf, type Effect } from "./effect.js";

/** Infers what the release changed, publishes it, and lets the campaign begin. */
export async function generateManifest(effect: Effect): Promise<{ uri: string }> {
  const { app, cause, key, installationId } = effect;
  const campaign = campaignOf(app.store, effect.event.stream_id);
  const versions = await releasedVersions(effect, campaign);
  const folder = await ensureCore(app, installationId, versions);
  const files = await app.jobs(() =>
    app.runner.generate(
      {
        folder,
        repository: campaign.core_repo,
        package: campaign.package,
        from: campaign.from_version,
        to: campaign.to_version,
      },
      effect.signal,
    ),
  );
  const { uri, blake3 } = await publishManifest(app, files);
  const { campaign_id } = campaign;
  send(app.store, cause, `${key}:attach`, {
    type: "campaign.manifest.attach",
    campaign_id,
    manifest_uri: uri,
    manifest_blake3: blake3,
  });
  send(app.store, cause, `${key}:start`, { type: "campaign.start", campaign_id });
  app.log.info({ campaign: campaign.title, uri }, "a manifest was published");
  return { uri };
}

async function releasedVersions({ forge }: Effect, campaign: CampaignRow): Promise<CoreVersions> {
  const loaded = await loadConfig(forge, campaign.core_repo);
  const core = loaded.kind === "config" ? loaded.config.core : undefined;
  const released = core?.packages.find(({ name }) => name === campaign.package);
  if (released === undefined) {
    throw new OnxError("core.config", `${campaign.package} is no longer among the packages of its core`, {
      place: campaign.core_repo,
      remedy: "name it under core.packages in .github/onx-migrate.yml",
    });
  }
  const tags = versionTags(await forge.listTags(campaign.core_repo), released.tag);
  const shaOf = (version: string): string => {
    const found = tags.find((tag) => tag.version === version);
    if (found !== undefined) return found.sha;
    throw new OnxError("core.tag", `there is no tag for version ${version} of ${campaign.package}`, {
      place: campaign.core_repo,
      remedy: "push the tag, then publish the release again",
    });
  };
  const { from_version: from, to_version: to } = campaign;
  return {
    repository: campaign.core_repo,
    from: { version: from, sha: shaOf(from) },
    to: { version: to, sha: shaOf(to) },
  };
}
