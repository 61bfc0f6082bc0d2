import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { execa } from "execa";

import { createTemporaryFolder } from "./temp.js";

/** What a commit changes: the new text or bytes of a path, or null where the path is deleted. */
export type FileChanges = Readonly<Record<string, string | Uint8Array | null>>;

export interface CommitOptions {
  readonly message?: string;
  readonly tag?: string;
  readonly author?: Person;
}

export interface Person {
  readonly name: string;
  readonly email: string;
}

export interface CommitSpec extends CommitOptions {
  readonly files: FileChanges;
}

export interface GitRepository {
  readonly dir: string;
  /** Runs git in the repository and answers its trimmed standard output. */
  git(...args: readonly string[]): Promise<string>;
  /** Writes the files, commits them on the current branch and answers the commit's id. */
  commit(files: FileChanges, options?: CommitOptions): Promise<string>;
  write(files: FileChanges): Promise<void>;
  remove(): Promise<void>;
}

const AUTHOR: Person = { name: "Ada Author", email: "ada@example.com" };

/** Nothing of the machine's own git configuration reaches a test. */
export const GIT_ENVIRONMENT: Readonly<Record<string, string>> = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};

/**
 * A real repository on branch `main`, in `dir` or a temporary folder of its own.
 * Dates are fixed and a minute apart, so that the same commits have the same ids in every run.
 */
export async function createGitRepository(commits: readonly CommitSpec[], dir?: string): Promise<GitRepository> {
  const root = dir ?? (await createTemporaryFolder("onx-git")).path;
  let minutes = 0;

  async function git(...args: readonly string[]): Promise<string> {
    const { stdout } = await execa("git", args, { cwd: root, env: GIT_ENVIRONMENT });
    return stdout.trim();
  }

  async function write(files: FileChanges): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      const file = join(root, path);
      if (content === null) {
        await rm(file);
        continue;
      }
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  }

  async function commit(files: FileChanges, options: CommitOptions = {}): Promise<string> {
    await write(files);
    await git("add", "--all");
    const date = new Date(Date.UTC(2024, 0, 1, 0, minutes)).toISOString();
    minutes += 1;
    await execa("git", ["commit", "--quiet", "--allow-empty", "--message", options.message ?? `commit ${minutes}`], {
      cwd: root,
      env: { ...GIT_ENVIRONMENT, ...identity(options.author ?? AUTHOR, date) },
    });
    if (options.tag !== undefined) await git("tag", options.tag);
    return git("rev-parse", "HEAD");
  }

  await mkdir(root, { recursive: true });
  await git("init", "--quiet", "--initial-branch=main");
  for (const spec of commits) await commit(spec.files, spec);
  return { dir: root, git, commit, write, remove: () => rm(root, { recursive: true, force: true }) };
}

/** The environment in which git writes commits as this person at this moment (ISO 8601). */
export function identity(person: Person, date: string): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: person.name,
    GIT_AUTHOR_EMAIL: person.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: person.name,
    GIT_COMMITTER_EMAIL: person.email,
    GIT_COMMITTER_DATE: date,
  };
}
