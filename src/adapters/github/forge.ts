import type { JobFile } from "../../domain/job.js";

/** What the project asks of the place where repositories live. Plain data in, plain data out. */
export interface Forge {
  listRepositories(): Promise<readonly ForgeRepository[]>;
  repository(fullName: string): Promise<ForgeRepository>;
  /** Content of a file, or undefined where there is none. `ref` is the default branch when absent. */
  readFile(fullName: string, path: string, ref?: string): Promise<Uint8Array | undefined>;
  /** The same as UTF-8 text. */
  readText(fullName: string, path: string, ref?: string): Promise<string | undefined>;
  /** Paths of every file at a commit. */
  listFiles(fullName: string, sha: string): Promise<readonly string[]>;
  listTags(fullName: string): Promise<readonly ForgeTag[]>;
  /** Commit that a branch points at, or undefined where there is no such branch. */
  branchHead(fullName: string, branch: string): Promise<string | undefined>;
  /** Names of the branches that begin with `prefix`. */
  listBranches(fullName: string, prefix: string): Promise<readonly string[]>;
  pushBranch(fullName: string, push: BranchPush): Promise<PushOutcome>;
  /** True when the branch is gone, whether or not it was there. */
  deleteBranch(fullName: string, branch: string): Promise<void>;
  /** The newest pull request from a branch of the repository itself, in any state. */
  pullRequestByHead(fullName: string, branch: string): Promise<PullRequest | undefined>;
  pullRequest(fullName: string, number: number): Promise<PullRequest>;
  openPullRequest(fullName: string, request: PullRequestRequest): Promise<OpenedPullRequest>;
  updatePullRequest(fullName: string, number: number, change: PullRequestChange): Promise<void>;
  /** Makes a draft ready for review. */
  markReady(nodeId: string): Promise<void>;
  setLabels(fullName: string, number: number, labels: LabelChange): Promise<void>;
  /** False where GitHub refuses them: somebody who is not there, or may not review here. */
  requestReviewers(fullName: string, number: number, reviewers: readonly string[]): Promise<boolean>;
  /** One check run of this name on a commit, made or updated. */
  publishCheckRun(fullName: string, check: CheckRun): Promise<void>;
  /** Adds the comment unless an app has left one with the same marker; answers with the comment's address. */
  commentOnce(fullName: string, number: number, comment: MarkedComment): Promise<string>;
  /** One open issue of an app's with this marker, made when there is none; answers with its number. */
  issueOnce(fullName: string, issue: MarkedIssue): Promise<number>;
  react(fullName: string, commentId: number, reaction: Reaction): Promise<void>;
  /** Whether a person may push to the repository. */
  canWrite(fullName: string, login: string): Promise<boolean>;
}

export interface ForgeRepository {
  readonly id: number;
  readonly fullName: string;
  readonly defaultBranch: string;
  readonly cloneUrl: string;
  readonly htmlUrl: string;
  readonly archived: boolean;
  readonly fork: boolean;
}

export interface ForgeTag {
  readonly name: string;
  readonly sha: string;
}

export interface BranchPush {
  readonly branch: string;
  readonly base: string;
  readonly message: string;
  readonly files: readonly JobFile[];
  /** Commit that the branch is known to point at; absent where the branch is not expected to exist. */
  readonly expected?: string;
}

/** `foreign`: the branch holds a commit that is not ours, and was left alone. */
export type PushOutcome =
  { readonly kind: "pushed" | "unchanged"; readonly sha: string } | { readonly kind: "foreign"; readonly sha: string };

export interface PullRequest {
  readonly number: number;
  readonly nodeId: string;
  readonly url: string;
  readonly state: "open" | "merged" | "closed";
  readonly draft: boolean;
  readonly headBranch: string;
  readonly headSha: string;
  readonly baseBranch: string;
  readonly body: string;
  readonly mergeSha: string | undefined;
}

export interface PullRequestRequest {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  readonly draft: boolean;
}

/** `declined`: somebody closed it unmerged, so it stays closed. */
export interface OpenedPullRequest {
  readonly outcome: "opened" | "adopted" | "merged" | "declined";
  readonly pullRequest: PullRequest;
}

export interface PullRequestChange {
  readonly title?: string;
  readonly body?: string;
  readonly state?: "closed";
}

export interface LabelChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export interface CheckAnnotation {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}

export interface CheckRun {
  readonly name: string;
  readonly sha: string;
  readonly conclusion: "success" | "neutral" | "action_required" | "failure";
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly CheckAnnotation[];
}

/** The marker is an invisible line in the text by which it is found again. */
export interface MarkedComment {
  readonly marker: string;
  readonly body: string;
}

export interface MarkedIssue extends MarkedComment {
  readonly title: string;
  readonly labels: readonly string[];
}

export type Reaction = "eyes" | "rocket" | "confused" | "-1";
