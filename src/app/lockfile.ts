import { dirname, join, relative } from "node:path";
import { detectPackageManager, type FoundPackageManager } from "../adapters/sandbox/package-manager.js";
import { updateLockfile } from "../adapters/sandbox/run-package-manager.js";
import { isOnxError } from "../domain/errors.js";
import { type FileState, type FileTransition, putState, readState, sameBytes } from "../migration/files.js";
import { insidePath } from "../migration/inside-path.js";

export interface LockfileOptions {
  /** `user`: one's own repository, with one's own configuration; `sandbox`: somebody else's. */
  readonly isolation: "sandbox" | "user";
  readonly allowUnsandboxed?: boolean;
  readonly timeoutMs?: number;
}

export interface RefreshedLockfiles {
  readonly transitions: readonly FileTransition[];
  readonly notes: readonly string[];
}

/** The lockfiles, in the target, of the packages whose package.json is among the paths. */
export async function findLockfiles(target: string, paths: readonly string[]): Promise<FoundPackageManager[]> {
  const found = new Map<string, FoundPackageManager>();
  for (const path of paths.filter(isDependencyFile)) {
    const manager = await detectPackageManager(dirname(join(target, path)), target);
    if (manager !== undefined) found.set(manager.root, manager);
  }
  return [...found.values()];
}

/**
 * Has each repository's own package manager bring its lockfile along. What cannot be brought along is put back, byte for
 * byte, and noted.
 */
export async function refreshLockfiles(
  target: string,
  paths: readonly string[],
  options: LockfileOptions,
): Promise<RefreshedLockfiles> {
  const transitions: FileTransition[] = [];
  const notes: string[] = [];
  for (const found of await findLockfiles(target, paths)) {
    const path = relative(target, join(found.root, found.lockfile));
    // Also keeps a package manager from being started in a folder that an earlier one has put a link in place of.
    if (!(await isInside(target, path))) {
      notes.push(`${path} was not brought along: it is a symbolic link`);
      continue;
    }
    const before = await readState(join(target, path));
    const edited = await readStates(target, paths.filter(isDependencyFile));
    const outcome = await updateLockfile(found, options);
    await refuseLinks(target, [path, ...edited.keys()]);
    for (const [path, state] of edited) await putBack(join(target, path), state);
    if (!outcome.ok) {
      await putBack(join(target, path), before);
      notes.push(`${path} was not brought along: ${outcome.reason}`);
      continue;
    }
    const after = await readState(join(target, path));
    if (!sameBytes(before, after)) transitions.push({ path, before, after });
  }
  return { transitions, notes };
}

/**
 * A package manager may run code of the repository, in the sandbox. What that leaves behind is looked at out here, where a
 * link in place of a folder would lead anywhere.
 */
async function refuseLinks(target: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) await insidePath(target, path);
}

async function isInside(target: string, path: string): Promise<boolean> {
  try {
    await insidePath(target, path);
    return true;
  } catch (error) {
    if (isOnxError(error)) return false;
    throw error;
  }
}

async function readStates(target: string, paths: readonly string[]): Promise<Map<string, FileState | null>> {
  const states = await Promise.all(paths.map(async (path) => [path, await readState(join(target, path))] as const));
  return new Map(states);
}

/** Some package managers write what they were only asked to read. */
async function putBack(path: string, state: FileState | null): Promise<void> {
  if (!sameBytes(await readState(path), state)) await putState(path, state);
}

function isDependencyFile(path: string): boolean {
  return /(^|\/)(package\.json|pnpm-workspace\.yaml)$/.test(path);
}
