import { COMMANDS, type CommandName } from "../../adapters/github/comment-commands.js";
import { code } from "../../adapters/github/markdown.js";
import { OnxError } from "../../domain/errors.js";
import type { DispatchResult } from "../../store/dispatch.js";
import type { MigrationRow } from "../../store/reads/rows.js";
import { type CommandComment, commentCorrelation, readCommentActivity } from "../comment-activity.js";
import { send } from "../commands.js";
import { renderStatus } from "../migration-status-text.js";
import { attemptId } from "../names.js";
import { type Effect, migrationOf } from "./effect.js";

/** What a command came to: an answer now, or one that comes when the work is done. */
type Outcome = { readonly kind: "done" | "refused"; readonly text: string } | { readonly kind: "later" };

/** Carries out the commands of a comment, for people who may write to the repository. */
export async function answerComment(effect: Effect): Promise<{ refused: boolean }> {
  const { event, forge, app } = effect;
  if (event.type !== "migration.activity-appended") throw new OnxError("effect.event", "no comment was kept");
  const comment = readCommentActivity(event.payload.payload);
  const migration = migrationOf(app.store, event.stream_id);
  if (!(await forge.canWrite(migration.repo_full_name, comment.login))) {
    await refuse(effect, migration, comment);
    return { refused: true };
  }
  await forge.react(migration.repo_full_name, comment.commentId, "eyes");
  for (const [position, command] of comment.commands.entries()) {
    const outcome =
      command.kind === "unknown" ? unknown(command.text) : carryOut(effect, migration, comment, command.name);
    if (outcome.kind !== "later") await answer(effect, migration, comment, String(position), outcome);
  }
  return { refused: false };
}

/** One polite reply a person, however often they ask. */
async function refuse({ forge }: Effect, migration: MigrationRow, comment: CommandComment): Promise<void> {
  await forge.react(migration.repo_full_name, comment.commentId, "-1");
  await forge.commentOnce(migration.repo_full_name, comment.issue, {
    marker: `no-permission-${comment.login}`,
    body: `Thank you, @${comment.login}. Only people who can write to this repository can give commands here; please ask one of them.`,
  });
}

function carryOut(effect: Effect, migration: MigrationRow, comment: CommandComment, name: CommandName): Outcome {
  const { app } = effect;
  const { migration_id } = migration;
  const commandId = `comment:${String(comment.commentId)}:${name}`;
  const cause = { ...effect.cause, actor: "client" as const, correlationId: commentCorrelation(comment, name) };
  switch (name) {
    case "help":
      return { kind: "done", text: helpText() };
    case "status":
      return { kind: "done", text: renderStatus(app.store, migration) };
    case "retry":
      return outcomeOf(
        send(app.store, cause, commandId, {
          type: "migration.attempt.start",
          migration_id,
          attempt_id: attemptId(migration_id, commandId),
        }),
      );
    case "rollback":
      return outcomeOf(send(app.store, cause, commandId, { type: "migration.checkpoint.revert", migration_id }));
  }
}

function outcomeOf(result: DispatchResult): Outcome {
  if (result.status === "accepted") return { kind: "later" };
  return { kind: "refused", text: `That cannot be done: ${result.message}.` };
}

function unknown(text: string): Outcome {
  return { kind: "refused", text: `There is no command ${code(`/migrate ${text}`.trim())}.\n\n${helpText()}` };
}

function helpText(): string {
  const lines = COMMANDS.map(({ usage, effect }) => `- ${code(usage)}: ${effect}`);
  return ["These commands are understood on the first line of a comment:", "", ...lines].join("\n");
}

async function answer(
  { forge }: Effect,
  migration: MigrationRow,
  comment: CommandComment,
  position: string,
  outcome: Exclude<Outcome, { kind: "later" }>,
): Promise<void> {
  await forge.commentOnce(migration.repo_full_name, comment.issue, {
    marker: `answer-${String(comment.commentId)}-${position}`,
    body: outcome.text,
  });
  const reaction = outcome.kind === "done" ? "rocket" : "confused";
  await forge.react(migration.repo_full_name, comment.commentId, reaction);
}
