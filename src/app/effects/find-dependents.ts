import pLimit from "p-limit";
import picomatch from "picomatch";
import { loadConfig } from "../../adapters/github/config-loader.js";
import type { ForgeRepository } from "../../adapters/github/forge.js";
import { isOnxError } from "../../domain/errors.js";
import { findMigration } from "../../store/reads/migrations.js";
import type { CampaignRow } from "../../store/reads/rows.js";
import { send } from "../commands.js";
import { reportInvalidConfig } from "../invalid-config.js";
import { migrationStart } from "../migration-start.js";
import { attemptId, migrationId } from "../names.js";
import { campaignOf, type Effect } from "./effect.js";

/** Repositories looked at at once. */
const LOOKED_AT = 4;

/** Plans a migration for every dependent of the installation, and asks for its first attempt. */
export async function findDependents(effect: Effect): Promise<{ dependents: number }> {
  const campaign = campaignOf(effect.app.store, effect.event.stream_id);
  const candidates = await candidateRepositories(effect, campaign);
  const limit = pLimit(LOOKED_AT);
  const found = await Promise.allSettled(
    candidates.map((repository) => limit(() => lookAt(effect, campaign, repository))),
  );
  const dependents = found.flatMap((outcome) => (outcome.status === "fulfilled" ? outcome.value : []));
  // Those that were found go ahead; the others are looked at again.
  const failed = found.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  if (dependents.length === 0) {
    send(effect.app.store, effect.cause, `${effect.key}:complete`, {
      type: "campaign.complete",
      campaign_id: campaign.campaign_id,
    });
  }
  effect.app.log.info(
    { campaign: campaign.title, dependents: dependents.map(({ fullName }) => fullName) },
    "dependents",
  );
  return { dependents: dependents.length };
}

async function candidateRepositories(effect: Effect, campaign: CampaignRow): Promise<ForgeRepository[]> {
  const core = await loadConfig(effect.forge, campaign.core_repo);
  const { include, exclude } = core.kind === "config" ? core.config.dependents : { include: ["**"], exclude: ["**"] };
  const isWanted = picomatch([...include], { ignore: [...exclude] });
  const repositories = await effect.forge.listRepositories();
  return repositories
    .filter(
      ({ archived, fork, fullName }) => !archived && !fork && fullName !== campaign.core_repo && isWanted(fullName),
    )
    .toSorted((a, b) => a.id - b.id);
}

/** The repository, if it is a dependent, with its migration planned. One that cannot be looked at is left out, and holds up no other. */
async function lookAt(effect: Effect, campaign: CampaignRow, repository: ForgeRepository): Promise<ForgeRepository[]> {
  try {
    if (!(await isDependent(effect, campaign, repository))) return [];
    await planMigration(effect, campaign, repository);
    return [repository];
  } catch (error) {
    if (!isOnxError(error)) throw error;
    effect.app.log.warn({ err: error, repository: repository.fullName }, "a repository was left out");
    return [];
  }
}

async function isDependent(effect: Effect, campaign: CampaignRow, repository: ForgeRepository): Promise<boolean> {
  const { fullName, defaultBranch } = repository;
  const head = await effect.forge.branchHead(fullName, defaultBranch);
  if (head === undefined) return false;
  return (await migrationStart(effect.app, effect.forge, campaign, { repository: fullName, sha: head })) !== undefined;
}

async function planMigration(effect: Effect, campaign: CampaignRow, repository: ForgeRepository): Promise<void> {
  const { app, cause, forge } = effect;
  const loaded = await loadConfig(forge, repository.fullName);
  if (loaded.kind === "config" && !loaded.config.dependents.enabled) return;
  const id = migrationId(campaign.campaign_id, repository.id);
  const about = { ...cause, metadata: { ...cause.metadata, repositoryId: repository.id } };
  if (findMigration(app.store, campaign.campaign_id, repository.id) === undefined) {
    send(app.store, about, `create:${id}`, {
      type: "migration.create",
      migration_id: id,
      campaign_id: campaign.campaign_id,
      repo_id: repository.id,
      repo_full_name: repository.fullName,
      wave: 0,
      base_branch: repository.defaultBranch,
    });
  }
  if (loaded.kind === "invalid") {
    await reportInvalidConfig(forge, repository.fullName, loaded);
    const [{ line, column, message }] = loaded.problems;
    const reason = `its configuration cannot be used (line ${String(line)}, column ${String(column)}): ${message}`;
    send(app.store, about, `skip:${id}`, { type: "migration.skip", migration_id: id, reason });
    return;
  }
  send(app.store, about, `start:${id}`, {
    type: "migration.attempt.start",
    migration_id: id,
    attempt_id: attemptId(id, "first"),
  });
}
