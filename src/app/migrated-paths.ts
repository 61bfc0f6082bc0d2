import { join } from "node:path";
import type { Manifest } from "../domain/manifest.js";
import { listCheckpoints } from "../migration/checkpoint.js";
import { readState, sameBytes } from "../migration/files.js";
import { insidePath } from "../migration/inside-path.js";

/** Files that an applied checkpoint of the same release covers, unless they are still, or again, as they were before it. */
export async function migratedPaths(
  target: string,
  rollbackFolder: string | undefined,
  manifest: Manifest,
): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  if (rollbackFolder === undefined) return paths;
  for (const checkpoint of await listCheckpoints(rollbackFolder)) {
    const { package: name, from, to, status } = checkpoint;
    if (status !== "applied" || name !== manifest.package || from !== manifest.from || to !== manifest.to) continue;
    for (const { path, before } of checkpoint.files) {
      const current = await readState(await insidePath(target, path));
      if (!sameBytes(current, before)) paths.add(path);
    }
  }
  return paths;
}

/** Where a target's checkpoints are kept by default. */
export function rollbackFolderOf(artifacts: string): string {
  return join(artifacts, "rollback");
}
