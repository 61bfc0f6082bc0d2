import { z } from "zod";
import { parseCommands } from "../../adapters/github/comment-commands.js";
import type { App } from "../app.js";
import { commentActivity } from "../comment-activity.js";
import { send } from "../commands.js";
import type { Delivery } from "./delivery.js";
import { knownPullRequest } from "./known-pull-request.js";

const commentSchema = z.object({
  action: z.string(),
  repository: z.object({ id: z.number().int() }),
  issue: z.object({ number: z.number().int() }),
  comment: z.object({
    id: z.number().int(),
    body: z.string(),
    user: z.object({ login: z.string(), type: z.string() }).nullable(),
  }),
});

/**
 * Keeps a comment that holds commands, once: the command's id is the comment's. An edit is another action and is not looked at, so
 * that a comment means what it meant when it was written.
 */
export async function receiveIssueComment(app: App, delivery: Delivery): Promise<string | null> {
  const { action, repository, issue, comment } = commentSchema.parse(delivery.payload);
  if (action !== "created" || comment.user === null || comment.user.type === "Bot") return null;
  const commands = parseCommands(comment.body);
  if (commands.length === 0) return null;
  const pullRequest = knownPullRequest(app.store, repository.id, issue.number);
  if (pullRequest === undefined) return null;
  const commandId = `comment:${String(comment.id)}`;
  send(app.store, delivery.cause, commandId, {
    type: "migration.activity.append",
    migration_id: pullRequest.migration_id,
    ...commentActivity({ commentId: comment.id, issue: issue.number, login: comment.user.login, commands }),
  });
  return commandId;
}
