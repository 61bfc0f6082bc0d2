import { OnxError } from "../../domain/errors.js";
import type { LeasedEffect } from "../../store/outbox.js";
import type { App } from "../app.js";
import { send } from "../commands.js";
import { EFFECT_KINDS, type EffectKind } from "../reactor.js";
import { answerComment } from "./answer-comment.js";
import { closePullRequest } from "./close-pull-request.js";
import { causeOf, type Effect, openEffect, sourceEvent } from "./effect.js";
import { findDependents } from "./find-dependents.js";
import { generateManifest } from "./generate-manifest.js";
import { publishCheckRun } from "./publish-check-run.js";
import { openPullRequest, refreshPullRequest } from "./publish-pull-request.js";
import { pushBranch } from "./push-branch.js";
import { reportCommand } from "./report-command.js";
import { revertCheckpoint } from "./revert-checkpoint.js";
import { keepFailedAttempt, runJob } from "./run-job.js";

const HANDLERS: Readonly<Record<EffectKind, (effect: Effect) => Promise<unknown>>> = {
  "manifest.generate": generateManifest,
  "dependents.find": findDependents,
  "job.run": runJob,
  "branch.push": pushBranch,
  "check-run.publish": publishCheckRun,
  "pull-request.open": openPullRequest,
  "pull-request.refresh": refreshPullRequest,
  "pull-request.close": closePullRequest,
  "checkpoint.revert": revertCheckpoint,
  "comment.answer": answerComment,
  "command.report": reportCommand,
};

/** Carries out one effect. Each looks at what is there first, so that a second time finds the first one's work. */
export async function perform(app: App, leased: LeasedEffect, signal: AbortSignal): Promise<unknown> {
  const kind = EFFECT_KINDS.find((known) => known === leased.kind);
  if (kind === undefined) throw new OnxError("effect.kind", `nobody knows how to do ${leased.kind}`);
  return await HANDLERS[kind](await openEffect(app, leased, signal));
}

/** Records that an effect is given up, so that its campaign or migration does not wait for ever. */
export async function abandon(app: App, leased: LeasedEffect, error: string): Promise<void> {
  const event = sourceEvent(app.store, leased);
  const cause = causeOf(event);
  const id = event.stream_id;
  const commandId = `${leased.effect_key}:abandoned:${String(leased.attempts)}`;
  switch (leased.kind) {
    case "manifest.generate":
      send(app.store, cause, commandId, { type: "campaign.cancel", campaign_id: id, reason: error });
      return;
    case "dependents.find":
      send(app.store, cause, commandId, { type: "campaign.pause", campaign_id: id, reason: error });
      return;
    case "job.run":
      if (event.type !== "migration.attempt-start-requested") return;
      // Whether it can be written down must not decide whether the attempt ends.
      await keepFailedAttempt(app, event, error).catch((failure: unknown) => {
        app.log.error({ err: failure, effect: leased.effect_key }, "no run manifest of a failed attempt");
      });
      send(app.store, cause, commandId, {
        type: "migration.attempt.complete",
        migration_id: id,
        attempt_id: event.payload.attempt_id,
        outcome: { status: "error", error },
      });
      return;
    default:
      send(app.store, cause, commandId, {
        type: "migration.effect.fail",
        migration_id: id,
        effect: AWAITED[leased.kind] ?? "other",
        effect_key: leased.effect_key,
        error,
      });
  }
}

const AWAITED: Readonly<Record<string, "branch-push" | "pr-open" | "pr-close" | "checkpoint-revert">> = {
  "branch.push": "branch-push",
  "pull-request.open": "pr-open",
  "pull-request.close": "pr-close",
  "checkpoint.revert": "checkpoint-revert",
};
