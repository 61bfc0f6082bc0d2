import { OnxError } from "../../domain/errors.js";
import { send } from "../commands.js";
import { type Effect, migrationOf } from "./effect.js";

/** Closes a pull request that is no longer wanted, unless people have merged it meanwhile. */
export async function closePullRequest(effect: Effect): Promise<void> {
  const { app, event, forge, cause, key } = effect;
  if (event.type !== "migration.pr-close-requested") throw new OnxError("effect.event", "no closing was asked for");
  const { pr_number } = event.payload;
  const { repo_full_name, migration_id } = migrationOf(app.store, event.stream_id);
  const found = await forge.pullRequest(repo_full_name, pr_number);
  if (found.state === "open") await forge.updatePullRequest(repo_full_name, pr_number, { state: "closed" });
  const state = found.state === "merged" ? "merged" : "closed";
  send(app.store, cause, `${key}:done`, {
    type: "migration.pr.record",
    migration_id,
    pull_request: { state, pr_number },
  });
}
