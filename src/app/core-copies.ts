import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cloneCommit } from "../adapters/git/clone.js";
import type { App } from "./app.js";

/** Two releases of a core, and the commits that they are at. */
export interface CoreVersions {
  readonly repository: string;
  readonly from: { readonly version: string; readonly sha: string };
  readonly to: { readonly version: string; readonly sha: string };
}

/**
 * A copy of a core on this machine with the commits of both releases, tagged with their versions, fetched once. Workers read the core
 * from here, so that the one token which they get need not cover it.
 */
export async function ensureCore(app: App, installationId: number, core: CoreVersions): Promise<string> {
  const { repository, from, to } = core;
  const folder = join(app.config.dataDir, "cores", repository, `${from.sha}_${to.sha}`);
  if (await exists(folder)) return folder;
  const forge = await app.github.forge(installationId);
  const { cloneUrl } = await forge.repository(repository);
  const token = await app.github.readToken(installationId, repository);
  const temporary = join(dirname(folder), `.${randomUUID()}`);
  await mkdir(dirname(folder), { recursive: true });
  try {
    await cloneCommit({
      url: cloneUrl,
      ref: to.sha,
      tags: [
        { name: from.version, sha: from.sha },
        { name: to.version, sha: to.sha },
      ],
      folder: temporary,
      token,
    });
    await rename(temporary, folder).catch(async (error: unknown) => {
      // Somebody else was quicker with the same commits.
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return folder;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
