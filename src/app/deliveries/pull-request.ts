import { z } from "zod";
import type { App } from "../app.js";
import { send } from "../commands.js";
import type { Delivery } from "./delivery.js";
import { knownPullRequest } from "./known-pull-request.js";

const pullRequestSchema = z.object({
  action: z.string(),
  repository: z.object({ id: z.number().int() }),
  pull_request: z.object({ number: z.number().int(), merged: z.boolean().nullish() }),
});

/** Follows our own pull requests to their end. */
export async function receivePullRequest(app: App, delivery: Delivery): Promise<string | null> {
  const { action, repository, pull_request } = pullRequestSchema.parse(delivery.payload);
  if (action !== "closed") return null;
  const known = knownPullRequest(app.store, repository.id, pull_request.number);
  if (known === undefined || known.state !== "open") return null;
  const commandId = `delivery:${delivery.id}:pr`;
  send(app.store, delivery.cause, commandId, {
    type: "migration.pr.record",
    migration_id: known.migration_id,
    pull_request: { state: pull_request.merged === true ? "merged" : "closed", pr_number: pull_request.number },
  });
  return commandId;
}
