import { execa } from "execa";

import { GIT_ENVIRONMENT } from "../git.js";

export interface GitOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

export interface GitOutcome {
  readonly ok: boolean;
  readonly stdout: string;
}

/** Runs git in a bare repository; a failure is an answer, not an exception. */
export async function tryGit(dir: string, args: readonly string[], options: GitOptions = {}): Promise<GitOutcome> {
  const result = await execa("git", args, {
    cwd: dir,
    env: { ...GIT_ENVIRONMENT, ...options.env },
    ...(options.input === undefined ? {} : { input: options.input }),
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 256 * 1024 * 1024,
  });
  return { ok: result.exitCode === 0, stdout: result.stdout };
}

export async function git(dir: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const { stdout } = await execa("git", args, {
    cwd: dir,
    env: { ...GIT_ENVIRONMENT, ...options.env },
    ...(options.input === undefined ? {} : { input: options.input }),
    stripFinalNewline: false,
    maxBuffer: 256 * 1024 * 1024,
  });
  return stdout;
}

export async function gitBytes(dir: string, args: readonly string[]): Promise<Uint8Array> {
  const { stdout } = await execa("git", args, {
    cwd: dir,
    env: GIT_ENVIRONMENT,
    encoding: "buffer",
    stripFinalNewline: false,
  });
  return stdout;
}
