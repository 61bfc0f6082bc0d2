import type { OrchestrationCommand, StoredEvent } from "../../src/domain/orchestration/envelope.js";

const RELEASE = { core_repo: "acme/core", package: "@acme/core", from_version: "1.0.0", to_version: "2.0.0" };
const HEAD = { head_branch: "onx-migrate/core-2.0.0", head_sha: "c0ffee" };
const DEPENDENTS = [1, 2];

export function openCampaign(id: string): OrchestrationCommand {
  return { type: "campaign.create", campaign_id: id, title: id, ...RELEASE };
}

/** What each effect of the App reports when the world has done as it was asked: the whole way to a pull request. */
export function consequences(event: StoredEvent): readonly (readonly [string, OrchestrationCommand])[] {
  const id = event.stream_id;
  switch (event.type) {
    case "campaign.created":
      return [
        ["attach", { type: "campaign.manifest.attach", campaign_id: id, manifest_uri: "m", manifest_blake3: "ab" }],
        ["start", { type: "campaign.start", campaign_id: id }],
      ];
    case "campaign.started":
      return DEPENDENTS.flatMap((repo_id) => {
        const migration_id = `${id}-${repo_id}`;
        const repository = { repo_id, repo_full_name: `acme/app-${repo_id}`, base_branch: "main" };
        return [
          [`create-${repo_id}`, { type: "migration.create", migration_id, campaign_id: id, wave: 0, ...repository }],
          [`attempt-${repo_id}`, { type: "migration.attempt.start", migration_id, attempt_id: `${migration_id}-a1` }],
        ] as const;
      });
    case "migration.attempt-start-requested": {
      const attempt = { migration_id: id, attempt_id: event.payload.attempt_id };
      const started = { run_id: "0123456789abcdef", base_sha: "beef" };
      const { head_branch } = HEAD;
      return [
        ["running", { type: "migration.job.set", ...attempt, status: "running", started }],
        ["complete", { type: "migration.attempt.complete", ...attempt, outcome: { status: "completed", head_branch } }],
      ];
    }
    case "migration.branch-push-requested": {
      const attempt = { migration_id: id, attempt_id: event.payload.attempt_id };
      return [["pushed", { type: "migration.branch.record", ...attempt, ...HEAD }]];
    }
    case "migration.pr-open-requested": {
      const number = { pr_number: event.sequence, node_id: null, url: "u", adopted: false };
      const pull_request = { state: "open", base_branch: "main", ...number, ...HEAD } as const;
      return [["opened", { type: "migration.pr.record", migration_id: id, pull_request }]];
    }
    default:
      return [];
  }
}
