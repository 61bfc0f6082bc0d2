import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { CheckResult } from "../../domain/job.js";
import { runCheck } from "./check.js";
import { detectPackageManager, type PackageManager } from "./package-manager.js";

const TIMEOUT_MS = 10 * 60_000;

/** What installs what the lockfile says, and runs no code of any package. */
const COMMANDS: Record<PackageManager, string> = {
  npm: "npm ci --ignore-scripts --no-audit --no-fund",
  pnpm: "pnpm install --frozen-lockfile --ignore-scripts --ignore-pnpmfile",
  "yarn-classic": "yarn install --frozen-lockfile --ignore-scripts --non-interactive --no-progress",
  "yarn-berry": "yarn install --immutable --mode=skip-build",
  bun: "bun install --frozen-lockfile --ignore-scripts",
};

/** Puts a repository's dependencies in place, with the network and in the sandbox. Undefined where they are, or it has no lockfile. */
export async function installDependencies(folder: string, allowUnsandboxed: boolean): Promise<CheckResult | undefined> {
  const found = await detectPackageManager(folder, folder);
  if (found === undefined || (await exists(join(folder, "node_modules")))) return undefined;
  const command = COMMANDS[found.manager];
  return runCheck({
    name: "install dependencies",
    command,
    cwd: folder,
    timeoutMs: TIMEOUT_MS,
    network: true,
    allowUnsandboxed,
  });
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
