import type { FileChanges } from "../git.js";
import { addComment, editComment, openIssue } from "./actions/issues.js";
import { mergePull, setPullState } from "./actions/pulls.js";
import { refsMoved } from "./actions/refs.js";
import { createRelease } from "./actions/releases.js";
import { addStatus } from "./actions/statuses.js";
import { readBlob, readRef, resolveObject } from "./git-read.js";
import { createRef, deleteRef } from "./git-write.js";
import { renderAccount } from "./render/account.js";
import { renderInstallation } from "./render/app.js";
import { pushFiles, seedRepository, type RepositorySpec } from "./seed.js";
import {
  isPull,
  type Account,
  type Comment,
  type Dispatch,
  type Installation,
  type Issue,
  type Permissions,
  type PullIssue,
  type Release,
  type Repository,
  type Role,
  type Status,
} from "./state.js";
import {
  diffOfPull,
  summariseComment,
  summariseIssue,
  summarisePull,
  type CommentSummary,
  type IssueSummary,
  type PullSummary,
} from "./summary.js";
import type { World } from "./world.js";

export interface InstallOptions {
  /** Names of repositories; all of the account's unless given. */
  readonly repositories?: readonly string[];
  /** The app's own unless given. */
  readonly permissions?: Permissions;
}

export interface ReleaseOptions {
  /** Who publishes it; the repository's owner unless given. */
  readonly by?: string;
  readonly name?: string;
  readonly body?: string;
  readonly prerelease?: boolean;
  /** Where the tag is made if there is none yet. */
  readonly target?: string;
}

export interface PushOptions {
  readonly by?: string;
  readonly message?: string;
}

/** What people do on GitHub, and what they see there. Repositories are named in full: acme/core. */
export class Driver {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  addOrg(login: string): Account {
    return this.#world.addAccount(login, "Organization");
  }

  addUser(login: string): Account {
    return this.#world.addAccount(login, "User");
  }

  async createRepository(spec: RepositorySpec): Promise<Repository> {
    return seedRepository(this.#world, spec);
  }

  repository(fullName: string): Repository {
    return this.#world.repository(fullName);
  }

  installApp(login: string, options: InstallOptions = {}): Installation {
    const world = this.#world;
    const account = world.account(login);
    const installation: Installation = {
      id: world.id(),
      account,
      repositories: options.repositories
        ? new Set(options.repositories.map((name) => `${account.login}/${name}`))
        : "all",
      permissions: options.permissions ?? world.app.permissions,
      createdAt: world.now(),
    };
    world.installations.push(installation);
    const payload = {
      installation: renderInstallation(world, installation),
      repositories: [],
      requester: null,
      sender: renderAccount(world, account),
    };
    world.emit({ event: "installation", action: "created", installation, sender: account, payload });
    return installation;
  }

  setPermission(fullName: string, login: string, role: Role): void {
    this.#world.repository(fullName).roles.set(this.#world.account(login).login.toLowerCase(), role);
  }

  /** Commits the files on a branch, which is made where it is new, and answers the commit. */
  async pushCommit(fullName: string, branch: string, files: FileChanges, options: PushOptions = {}): Promise<string> {
    const repository = this.#world.repository(fullName);
    const author = this.#person(repository, options.by);
    return pushFiles(this.#world, repository, branch, files, author, options.message ?? "Change files");
  }

  async deleteBranch(fullName: string, branch: string, by?: string): Promise<void> {
    const repository = this.#world.repository(fullName);
    const name = `refs/heads/${branch}`;
    const before = await readRef(repository.dir, name);
    await deleteRef(repository.dir, name);
    const change = { name, before: before?.sha, after: undefined };
    await refsMoved(this.#world, repository, this.#person(repository, by), [change]);
  }

  /** Tags the default branch's tip, all in one push. */
  async pushTags(fullName: string, tags: readonly string[], by?: string): Promise<void> {
    const repository = this.#world.repository(fullName);
    const tip = await readRef(repository.dir, `refs/heads/${repository.defaultBranch}`);
    if (tip === undefined) throw new Error(`${fullName} has no commits`);
    const changes = tags.map((tag) => ({ name: `refs/tags/${tag}`, before: undefined, after: tip.sha }));
    for (const { name } of changes) await createRef(repository.dir, name, tip.sha);
    await refsMoved(this.#world, repository, this.#person(repository, by), changes);
  }

  async publishRelease(fullName: string, tag: string, options: ReleaseOptions = {}): Promise<Release> {
    const repository = this.#world.repository(fullName);
    const { by, ...rest } = options;
    return createRelease(this.#world, repository, { author: this.#person(repository, by), tag, ...rest });
  }

  openIssue(fullName: string, by: string, title: string, body: string): IssueSummary {
    const repository = this.#world.repository(fullName);
    const issue = openIssue(this.#world, repository, { author: this.#world.account(by), title, body });
    return summariseIssue(this.#world, repository, issue);
  }

  comment(fullName: string, number: number, by: string, body: string): CommentSummary {
    const { repository, issue } = this.#issue(fullName, number);
    return summariseComment(addComment(this.#world, repository, issue, this.#world.account(by), body));
  }

  editComment(fullName: string, number: number, commentId: number, by: string, body: string): void {
    const { repository, issue } = this.#issue(fullName, number);
    const comment = issue.comments.find((candidate: Comment) => candidate.id === commentId);
    if (comment === undefined) throw new Error(`${fullName}#${number} has no comment ${commentId}`);
    editComment(this.#world, repository, issue, comment, this.#world.account(by), body);
  }

  async mergePullRequest(fullName: string, number: number, by?: string): Promise<string> {
    const { repository, issue } = this.#pull(fullName, number);
    return mergePull(this.#world, repository, issue, { by: this.#person(repository, by), method: "merge" });
  }

  async closePullRequest(fullName: string, number: number, by?: string): Promise<void> {
    const { repository, issue } = this.#pull(fullName, number);
    await setPullState(this.#world, repository, issue, "closed", this.#person(repository, by));
  }

  /** A status of a CI system, on a commit. */
  async setStatus(fullName: string, sha: string, context: string, state: Status["state"]): Promise<void> {
    const repository = this.#world.repository(fullName);
    await addStatus(this.#world, repository, repository.owner, sha, context, state);
  }

  pullRequests(fullName: string): PullSummary[] {
    const repository = this.#world.repository(fullName);
    return repository.issues.filter(isPull).map((issue) => summarisePull(this.#world, repository, issue));
  }

  issues(fullName: string): IssueSummary[] {
    const repository = this.#world.repository(fullName);
    return repository.issues
      .filter((issue) => !isPull(issue))
      .map((issue) => summariseIssue(this.#world, repository, issue));
  }

  async pullRequestDiff(fullName: string, number: number): Promise<string> {
    const { repository, issue } = this.#pull(fullName, number);
    return diffOfPull(repository, issue);
  }

  /** A file's text at a ref, or undefined where there is none. */
  async readFile(fullName: string, ref: string, path: string): Promise<string | undefined> {
    const { dir } = this.#world.repository(fullName);
    const sha = await resolveObject(dir, `${ref}:${path}`);
    return sha === undefined ? undefined : Buffer.from(await readBlob(dir, sha)).toString("utf8");
  }

  dispatches(fullName: string): readonly Dispatch[] {
    return this.#world.repository(fullName).dispatches;
  }

  #person(repository: Repository, login: string | undefined): Account {
    return login === undefined ? repository.owner : this.#world.account(login);
  }

  #issue(fullName: string, number: number): { repository: Repository; issue: Issue } {
    const repository = this.#world.repository(fullName);
    const issue = repository.issues.find((candidate) => candidate.number === number);
    if (issue === undefined) throw new Error(`${fullName} has no issue ${number}`);
    return { repository, issue };
  }

  #pull(fullName: string, number: number): { repository: Repository; issue: PullIssue } {
    const { repository, issue } = this.#issue(fullName, number);
    if (!isPull(issue)) throw new Error(`${fullName}#${number} is no pull request`);
    return { repository, issue };
  }
}
