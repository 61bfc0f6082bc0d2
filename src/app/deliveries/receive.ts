import type { DeliveryRow } from "../../store/inbox.js";
import type { App } from "../app.js";
import { type DeliveryHandler, deliveryOf } from "./delivery.js";
import { receiveIssueComment } from "./issue-comment.js";
import { receivePullRequest } from "./pull-request.js";
import { receiveRelease } from "./release.js";

const HANDLERS: Readonly<Record<string, DeliveryHandler>> = {
  release: receiveRelease,
  issue_comment: receiveIssueComment,
  pull_request: receivePullRequest,
};

/** Turns a delivery into commands. Whatever it does may be done again. */
export async function receive(app: App, row: DeliveryRow): Promise<string | null> {
  const handler = HANDLERS[row.event_name];
  return handler === undefined ? null : await handler(app, deliveryOf(row));
}
