import { z } from "zod";
import { COMMANDS } from "../adapters/github/comment-commands.js";

const name = z.enum(COMMANDS.map((command) => command.name));

const commentSchema = z.object({
  commentId: z.number().int(),
  issue: z.number().int(),
  login: z.string(),
  commands: z.array(
    z.union([
      z.object({ kind: z.literal("command"), name }),
      z.object({ kind: z.literal("unknown"), text: z.string() }),
    ]),
  ),
});

/** A comment with commands, as the event of a migration keeps it. */
export type CommandComment = z.infer<typeof commentSchema>;

export const COMMENT_ACTIVITY = "comment-commands";

export function commentActivity(comment: CommandComment) {
  const words = comment.commands.map((command) => (command.kind === "command" ? command.name : command.text));
  return {
    tone: "info" as const,
    kind: COMMENT_ACTIVITY,
    summary: `${comment.login} asked for ${words.join(", ")}`,
    payload: comment,
  };
}

export function readCommentActivity(payload: unknown): CommandComment {
  return commentSchema.parse(payload);
}

/** Correlates everything that a command leads to with the comment that is waiting for an answer. */
export function commentCorrelation(comment: CommandComment, command: string): string {
  return `comment:${String(comment.commentId)}:${String(comment.issue)}:${command}`;
}

export interface CorrelatedComment {
  readonly commentId: number;
  readonly issue: number;
  readonly command: string;
}

export function correlatedComment(correlationId: string | null): CorrelatedComment | undefined {
  const match = /^comment:(\d+):(\d+):(\w+)$/.exec(correlationId ?? "");
  if (match === null) return undefined;
  return { commentId: Number(match[1]), issue: Number(match[2]), command: match[3] ?? "" };
}
