import { hasGit } from "./git-process.js";
import { openBinaryObjects } from "./objects-binary.js";
import type { GitObjects } from "./objects.js";
import type { Repository } from "./repository.js";

export type GitEngine = "git" | "isomorphic";

/**
 * Without a given engine: the binary where there is one, about a hundred times faster at listing. What works without it is loaded
 * only then.
 */
export async function openObjects(repository: Repository, engine?: GitEngine): Promise<GitObjects> {
  const chosen = engine ?? ((await hasGit()) ? "git" : "isomorphic");
  if (chosen === "git") return openBinaryObjects(repository);
  const { openInProcessObjects } = await import("./objects-in-process.js");
  return openInProcessObjects(repository);
}
