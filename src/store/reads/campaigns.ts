import type { CampaignStatus } from "../../domain/orchestration/vocabulary.js";
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

/** Every campaign that is not deleted, or those in one state; newest first. */
export function listCampaigns(store: Store, status?: CampaignStatus): readonly CampaignRow[] {
  const rows = selectAll(
    store,
    table,
    campaignRowSchema,
    "WHERE deleted_at IS NULL ORDER BY created_at DESC, rowid DESC",
  );
  return status === undefined ? rows : rows.filter((row) => row.status === status);
}
