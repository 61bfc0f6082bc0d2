import { expect, test } from "vitest";
import { createReactor } from "../../src/app/reactor.js";
import { commentActivity, commentCorrelation, readCommentActivity } from "../../src/app/comment-activity.js";
import { campaignDecider } from "../../src/campaign/campaign.js";
import { migrationDecider } from "../../src/campaign/migration.js";
import { isCampaignCommand, type OrchestrationCommand } from "../../src/domain/orchestration/envelope.js";
import { dispatch } from "../../src/store/dispatch.js";
import { readEventsAfter } from "../../src/store/events.js";
import { testStore } from "../store/support.js";

const comment = {
  commentId: 5,
  issue: 1,
  login: "ada",
  commands: [{ kind: "command" as const, name: "retry" as const }],
};
const target = { migration_id: "m1", attempt_id: "a1" };

const STORY: readonly OrchestrationCommand[] = [
  {
    type: "campaign.create",
    campaign_id: "c1",
    title: "t",
    core_repo: "acme/core",
    package: "core",
    from_version: "1.0.0",
    to_version: "2.0.0",
  },
  { type: "campaign.manifest.attach", campaign_id: "c1", manifest_uri: "registry://x", manifest_blake3: "ab" },
  { type: "campaign.start", campaign_id: "c1" },
  {
    type: "migration.create",
    migration_id: "m1",
    campaign_id: "c1",
    repo_id: 1,
    repo_full_name: "acme/web",
    wave: 0,
    base_branch: "main",
  },
  { type: "migration.attempt.start", ...target },
  { type: "migration.job.set", ...target, status: "running", started: { run_id: "r", base_sha: "b" } },
  { type: "migration.attempt.complete", ...target, outcome: { status: "completed", head_branch: "topic" } },
  { type: "migration.branch.record", ...target, head_branch: "topic", head_sha: "h" },
  { type: "migration.activity.append", migration_id: "m1", ...commentActivity(comment) },
];

/** The effects of each event of the story, by the event's type. */
function effectsOfStory(correlationId?: string): Record<string, readonly string[]> {
  const { store } = testStore();
  for (const [index, command] of STORY.entries()) {
    const request = {
      command_id: String(index),
      actor_kind: "server",
      ...(correlationId === undefined ? {} : { correlation_id: correlationId }),
    } as const;
    const result = isCampaignCommand(command)
      ? dispatch(store, campaignDecider, { ...request, command })
      : dispatch(store, migrationDecider, { ...request, command });
    expect(result.status).toBe("accepted");
  }
  const reactor = createReactor(store);
  const events = readEventsAfter(store, 0, 100);
  const effects = events.map(
    (event) => [event.type, reactor.react(event).map(({ effect_key }) => effect_key)] as const,
  );
  return Object.fromEntries(effects.filter(([, keys]) => keys.length > 0));
}

test("each step asks for the next one, under a key that follows from it", () => {
  const effects = effectsOfStory();
  expect(effects).toEqual({
    "campaign.created": ["manifest.generate:c1"],
    "campaign.started": ["dependents.find:c1"],
    "migration.attempt-start-requested": ["job.run:m1:a1"],
    "migration.branch-push-requested": ["branch.push:m1:a1"],
    "migration.branch-pushed": ["check-run.publish:m1:a1"],
    "migration.pr-open-requested": ["pull-request.open:m1:a1"],
    "migration.activity-appended": ["comment.answer:5"],
  });
  expect(effectsOfStory()).toEqual(effects);
});

test("a step that goes on ends no command: the answer waits for the pull request", () => {
  const effects = Object.values(effectsOfStory(commentCorrelation(comment, "retry"))).flat();
  expect(effects.filter((key) => key.startsWith("command.report"))).toEqual([]);
});

test("a comment is kept as it was read", () => {
  expect(readCommentActivity(commentActivity(comment).payload)).toEqual(comment);
});
