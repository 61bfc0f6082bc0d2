import { access, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { z } from "zod";

export type PackageManager = "npm" | "pnpm" | "yarn-classic" | "yarn-berry" | "bun";

export interface FoundPackageManager {
  readonly manager: PackageManager;
  /** The folder of the lockfile: the workspaces' root, or the package's own. */
  readonly root: string;
  readonly lockfile: string;
}

const LOCKFILES = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["package-lock.json", "npm"],
  ["npm-shrinkwrap.json", "npm"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
] as const;

const packageSchema = z.object({ packageManager: z.string().optional().catch(undefined) });

/** Who keeps the lockfile that covers `folder`, looking upwards no further than `top`; undefined where there is no lockfile. */
export async function detectPackageManager(folder: string, top: string): Promise<FoundPackageManager | undefined> {
  for (let root = resolve(folder); isWithin(root, resolve(top)); root = dirname(root)) {
    const found = await managerOf(root);
    if (found !== undefined || root === dirname(root)) return found;
  }
  return undefined;
}

/** The `packageManager` field decides between several lockfiles. */
async function managerOf(root: string): Promise<FoundPackageManager | undefined> {
  const present = await Promise.all(LOCKFILES.map(([file]) => exists(join(root, file))));
  const candidates = LOCKFILES.filter((_lockfile, index) => present[index]);
  const declared = await declaredManager(root);
  const chosen = candidates.find(([, name]) => declared.startsWith(`${name}@`)) ?? candidates[0];
  if (chosen === undefined) return undefined;
  const [lockfile, name] = chosen;
  const manager = name === "yarn" ? await yarnOf(join(root, lockfile), declared) : name;
  return { manager, root, lockfile };
}

async function declaredManager(root: string): Promise<string> {
  const text = await readFile(join(root, "package.json"), "utf8").catch(() => "{}");
  try {
    return packageSchema.parse(JSON.parse(text)).packageManager ?? "";
  } catch {
    return "";
  }
}

async function yarnOf(lockfile: string, declared: string): Promise<PackageManager> {
  const major = /^yarn@(\d+)/.exec(declared)?.[1];
  if (major !== undefined) return Number(major) < 2 ? "yarn-classic" : "yarn-berry";
  return /^__metadata:/m.test(await readFile(lockfile, "utf8")) ? "yarn-berry" : "yarn-classic";
}

function isWithin(folder: string, top: string): boolean {
  return !relative(top, folder).startsWith("..");
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
