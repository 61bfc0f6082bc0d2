import { execa } from "execa";
import { runCheck } from "./check.js";
import type { FoundPackageManager, PackageManager } from "./package-manager.js";

export interface PackageManagerRequest {
  readonly cwd: string;
  readonly manager: PackageManager;
  readonly args: readonly string[];
  /** `sandbox` for other people's repositories, without our configuration; `user` for one's own, as if typed by hand. */
  readonly isolation: "sandbox" | "user";
  readonly allowUnsandboxed?: boolean;
  readonly timeoutMs?: number;
  /** Added to the environment of `user`. */
  readonly env?: Readonly<Record<string, string>>;
}

export type PackageManagerOutcome =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly reason: string; readonly output: string };

interface Ended {
  readonly status: "passed" | "failed" | "timed_out" | "refused" | "missing";
  readonly output: string;
}

const DEFAULT_TIMEOUT_MS = 5 * 60_000;
const NOT_FOUND = 127;

const PROGRAMS: Record<PackageManager, string> = {
  npm: "npm",
  pnpm: "pnpm",
  "yarn-classic": "yarn",
  "yarn-berry": "yarn",
  bun: "bun",
};

/** What brings the lockfile along and runs no code of any package. Yarn 1 has no way to leave node_modules alone. */
const LOCKFILE_ARGUMENTS: Record<PackageManager, readonly string[]> = {
  npm: ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"],
  pnpm: ["install", "--lockfile-only", "--ignore-scripts", "--ignore-pnpmfile", "--no-frozen-lockfile"],
  "yarn-classic": ["install", "--ignore-scripts", "--ignore-engines", "--non-interactive", "--no-progress"],
  "yarn-berry": ["install", "--mode=update-lockfile"],
  bun: ["install", "--lockfile-only", "--ignore-scripts"],
};

const OFFLINE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ConnectionRefused/;

/** Makes the lockfile agree with the package.json files that were edited. */
export function updateLockfile(
  found: FoundPackageManager,
  options: Omit<PackageManagerRequest, "cwd" | "manager" | "args">,
): Promise<PackageManagerOutcome> {
  const { manager, root } = found;
  return runPackageManager({ ...options, cwd: root, manager, args: LOCKFILE_ARGUMENTS[manager] });
}

/** Runs a repository's package manager. That it is missing, offline or unhappy is an outcome and no error. */
export async function runPackageManager(request: PackageManagerRequest): Promise<PackageManagerOutcome> {
  const ended = request.isolation === "sandbox" ? await runInSandbox(request) : await runAsUser(request);
  if (ended.status === "passed") return { ok: true, output: ended.output };
  return { ok: false, reason: reasonOf(PROGRAMS[request.manager], ended), output: ended.output };
}

async function runInSandbox(request: PackageManagerRequest): Promise<Ended> {
  const { cwd, manager, args, allowUnsandboxed = false, timeoutMs = DEFAULT_TIMEOUT_MS } = request;
  const command = [PROGRAMS[manager], ...args].map(quote).join(" ");
  const result = await runCheck({ name: manager, command, cwd, timeoutMs, network: true, allowUnsandboxed });
  return { status: result.exit_code === NOT_FOUND ? "missing" : result.status, output: result.output };
}

async function runAsUser(request: PackageManagerRequest): Promise<Ended> {
  const result = await execa(PROGRAMS[request.manager], request.args, {
    cwd: request.cwd,
    env: { CI: "1", NO_COLOR: "1", ...request.env },
    stdin: "ignore",
    all: true,
    timeout: request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    reject: false,
  });
  const output = result.all ?? "";
  if (!result.failed) return { status: "passed", output };
  return { status: result.code === "ENOENT" ? "missing" : result.timedOut ? "timed_out" : "failed", output };
}

function reasonOf(program: string, { status, output }: Ended): string {
  if (status === "missing") return `${program} is not installed`;
  if (status === "timed_out") return `${program} took too long`;
  if (status === "refused") return `${program} would have to run without a sandbox`;
  if (OFFLINE.test(output)) return `${program} cannot reach the package registry`;
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const telling = lines.find((line) => /\berr(or)?\b/i.test(line) && !/error code/i.test(line)) ?? lines.at(-1);
  return `${program} failed: ${(telling ?? "it gave no reason").trim()}`;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
