import type { Signature } from "./git-read.js";

/** What the stand-in knows that is not code. Code, and nothing but code, is in the bare repositories. */

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: "Organization" | "User" | "Bot";
}

export type Role = "admin" | "maintain" | "write" | "triage" | "read" | "none";

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly fullName: string;
  readonly dir: string;
  readonly private: boolean;
  readonly fork: boolean;
  readonly defaultBranch: string;
  readonly createdAt: string;
  archived: boolean;
  pushedAt: string;
  readonly roles: Map<string, Role>;
  readonly issues: Issue[];
  readonly labels: Map<string, Label>;
  readonly releases: Release[];
  readonly checkRuns: CheckRun[];
  readonly statuses: Status[];
  readonly dispatches: Dispatch[];
  /** Commits that GitHub would show as verified. */
  readonly verified: Set<string>;
}

export interface Label {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly author: Account;
  readonly createdAt: string;
  title: string;
  body: string | null;
  state: "open" | "closed";
  stateReason: "completed" | "reopened" | "not_planned" | "duplicate" | null;
  updatedAt: string;
  closedAt: string | null;
  labels: string[];
  assignees: Account[];
  readonly comments: Comment[];
  /** Undefined for an issue that is only an issue. */
  readonly pull: Pull | undefined;
}

export interface Pull {
  readonly head: string;
  headSha: string;
  base: string;
  baseSha: string;
  draft: boolean;
  merge: Merge | undefined;
  autoMerge: AutoMerge | undefined;
  reviewers: Account[];
}

export interface PullIssue extends Issue {
  readonly pull: Pull;
}

export interface Merge {
  readonly sha: string;
  readonly by: Account;
  readonly at: string;
}

export interface AutoMerge {
  readonly by: Account;
  readonly method: "merge" | "squash" | "rebase";
  readonly title: string;
  readonly message: string;
}

export interface Comment {
  readonly id: number;
  readonly author: Account;
  readonly createdAt: string;
  updatedAt: string;
  body: string;
  readonly reactions: Reaction[];
}

export interface Reaction {
  readonly id: number;
  readonly author: Account;
  readonly content: string;
  readonly createdAt: string;
}

export interface Release {
  readonly id: number;
  readonly author: Account;
  readonly createdAt: string;
  tag: string;
  target: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  publishedAt: string | null;
  updatedAt: string;
  readonly assets: Asset[];
}

export interface Asset {
  readonly id: number;
  readonly name: string;
  readonly label: string | null;
  readonly contentType: string;
  readonly content: Uint8Array;
  readonly uploader: Account;
  readonly createdAt: string;
}

export interface CheckRun {
  readonly id: number;
  readonly suite: number;
  readonly headSha: string;
  name: string;
  externalId: string;
  detailsUrl: string | null;
  status: string;
  conclusion: string | null;
  startedAt: string;
  completedAt: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: Readonly<Record<string, unknown>>[];
}

export interface Status {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: "error" | "failure" | "pending" | "success";
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: Account;
  readonly createdAt: string;
}

export interface Dispatch {
  readonly eventType: string;
  readonly payload: unknown;
}

export interface Installation {
  readonly id: number;
  readonly account: Account;
  /** Full names, or "all" of the account's. */
  repositories: Set<string> | "all";
  readonly permissions: Permissions;
  readonly createdAt: string;
}

export type Access = "read" | "write";

export type Permissions = Readonly<Record<string, Access>>;

export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: Account;
  readonly bot: Account;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly publicKey: string;
  readonly createdAt: string;
}

/** The signature of commits that people or the app make through the API. */
export function signatureOf(account: Account, date: string): Signature {
  return { name: account.login, email: `${account.id}+${account.login}@users.noreply.github.com`, date };
}

export function isPull(issue: Issue): issue is PullIssue {
  return issue.pull !== undefined;
}
