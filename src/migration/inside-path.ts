import { realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { OnxError } from "../domain/errors.js";
import { statOf } from "./files.js";

const DRIVE = /^[A-Za-z]:/;

/**
 * Absolute path of `path` (with `/`, relative to `root`), for reading or writing.
 * Refuses whatever would leave the root or reach into git's own folder, by its spelling or through a symbolic link.
 */
export async function insidePath(root: string, path: string): Promise<string> {
  const segments = path.split(sep === "/" ? "/" : /[/\\]/);
  if (path.startsWith("/") || DRIVE.test(path) || path.includes("\0") || segments.some(isUnsafe)) {
    throw refused(path, root, "it is not a plain relative path");
  }
  // Synchronous: thousands of files that wait for threads take several times as long.
  const base = realpathSync.native(root);
  const absolute = join(base, ...segments);
  const parent = deepestExisting(dirname(absolute));
  if (parent !== base && parent?.startsWith(`${base}${sep}`) !== true) {
    throw refused(path, root, "a symbolic link leads outside");
  }
  if (statOf(absolute)?.isSymbolicLink() === true) throw refused(path, root, "it is a symbolic link");
  return absolute;
}

function isUnsafe(segment: string): boolean {
  return segment === "" || segment === "." || segment === ".." || segment.toLowerCase() === ".git";
}

/** Real path of the nearest folder that is there; undefined behind a symbolic link that leads nowhere. */
function deepestExisting(folder: string): string | undefined {
  try {
    return realpathSync.native(folder);
  } catch {
    return statOf(folder) === undefined ? deepestExisting(dirname(folder)) : undefined;
  }
}

function refused(path: string, root: string, why: string): OnxError {
  return new OnxError("unsafe-path", `refusing the path ${JSON.stringify(path)}, ${why}`, {
    place: root,
    remedy: "name files by their path inside that folder",
  });
}
