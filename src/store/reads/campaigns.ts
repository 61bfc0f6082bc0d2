import { CAMPAIGN_STATUSES, type CampaignStatus } from "../../domain/orchestration/vocabulary.js";
import type { Store } from "../store.js";
import { selectAll, selectOne } from "./query.js";
import { type CampaignRow, campaignRowSchema } from "./rows.js";

const table = "projection_campaigns";

/** The campaign, also when it was deleted. */
export function getCampaign(store: Store, campaignId: string): CampaignRow | undefined {
  return selectOne(store, table, campaignRowSchema, "WHERE campaign_id = ?", campaignId);
}

export type Release = Pick<CampaignRow, "core_repo" | "package" | "from_version" | "to_version">;

export function findCampaign(store: Store, release: Release): CampaignRow | undefined {
  return selectOne(
    store,
    table,
    campaignRowSchema,
    "WHERE core_repo = ? AND package = ? AND from_version = ? AND to_version = ? AND deleted_at IS NULL",
    release.core_repo,
    release.package,
    release.from_version,
    release.to_version,
  );
}

/** Those in one of the states, deleted ones left out; newest first. */
export function listCampaigns(
  store: Store,
  statuses: readonly CampaignStatus[] = CAMPAIGN_STATUSES,
): readonly CampaignRow[] {
  return selectAll(
    store,
    table,
    campaignRowSchema,
    `WHERE status IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL
     ORDER BY created_at DESC, projection_campaigns.rowid DESC`,
    JSON.stringify(statuses),
  );
}
