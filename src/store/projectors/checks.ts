import type { StoredEvent } from "../../domain/orchestration/envelope.js";
import { type Projector, upsert, type Write } from "./projector.js";

const table = "projection_checks";

export const checks: Projector = { name: "projection.checks", table, project };

const KEY = ["migration_id", "head_sha", "check_key"];

/** GitHub's reports come in any order; one that is older than what is known changes nothing. */
const NOT_OLDER = `${table}.github_updated_at IS NULL OR excluded.github_updated_at IS NULL
  OR excluded.github_updated_at >= ${table}.github_updated_at`;

function project(event: StoredEvent): readonly Write[] {
  if (event.type !== "migration.checks-recorded") return [];
  const { head_sha, checks: reports } = event.payload;
  return reports.map((report) => upsert(table, KEY, { migration_id: event.stream_id, head_sha, ...report }, NOT_OLDER));
}
