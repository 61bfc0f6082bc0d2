import type { Permissions } from "./state.js";

/** What the app asks for in app.yml. */
export const PERMISSIONS: Permissions = {
  contents: "write",
  pull_requests: "write",
  issues: "write",
  checks: "write",
  metadata: "read",
  statuses: "read",
  actions: "read",
  workflows: "write",
};

export const EVENTS = [
  "release",
  "create",
  "push",
  "pull_request",
  "pull_request_review",
  "issue_comment",
  "check_suite",
  "check_run",
  "status",
  "repository",
  "repository_dispatch",
] as const;
