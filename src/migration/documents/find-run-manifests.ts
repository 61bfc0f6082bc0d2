import { stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { glob } from "tinyglobby";
import { OnxError } from "../../domain/errors.js";
import { compareText } from "../../domain/hash.js";

const RUN_FOLDER = /^[0-9a-f]{16}$/;

/** Absolute paths of the run manifests below a folder, sorted: `artifacts/JOB/RUN/manifest.json`, wherever that is. */
export async function findRunManifests(root: string): Promise<string[]> {
  const found = await stat(root).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new OnxError("root-missing", "there is no such folder", {
      place: root,
      remedy: "name the folder to look in",
    });
  }
  const paths = await glob("**/manifest.json", {
    cwd: resolve(root),
    absolute: true,
    dot: true,
    followSymbolicLinks: false,
    ignore: ["**/node_modules/**", "**/.git/**"],
  });
  return paths.filter(isRunManifest).sort(compareText);
}

/** Other tools have a `manifest.json`, too. */
function isRunManifest(path: string): boolean {
  const run = dirname(path);
  return RUN_FOLDER.test(basename(run)) || basename(dirname(dirname(run))) === "artifacts";
}

/** Whether a path is that of a run's manifest or of one of its inputs. */
export function isRunFile(path: string): boolean {
  return /(?:^|\/)[0-9a-f]{16}\/(?:manifest\.json|inputs\/[^/]+)$/.test(path);
}
