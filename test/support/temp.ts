import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** A fresh folder that the caller removes: for `beforeAll` and for scripts. */
export async function createTemporaryFolder(label = "onx"): Promise<TemporaryFolder> {
  // realpath, because programs that are started inside print the folder's resolved name.
  const path = await realpath(await mkdtemp(join(tmpdir(), `${label}-`)));
  return {
    path,
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** A fresh folder that goes away with the running test. Only inside a test or `beforeEach`. */
export async function temporaryFolder(label = "onx"): Promise<string> {
  // vitest cannot be loaded outside its own runner, and scripts use this module too.
  const { onTestFinished } = await import("vitest");
  const folder = await createTemporaryFolder(label);
  onTestFinished(() => folder.remove());
  return folder.path;
}
