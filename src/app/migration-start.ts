import semver from "semver";
import type { Forge } from "../adapters/github/forge.js";
import { openDirectoryRegistry } from "../adapters/registry/directory.js";
import { startsOf } from "../adapters/registry/find-path.js";
import type { CampaignRow } from "../store/reads/rows.js";
import type { App } from "./app.js";
import { declaredRanges, reaches } from "./dependent-packages.js";

/** A commit of a dependent. */
export interface DependentCommit {
  readonly repository: string;
  readonly sha: string;
}

/**
 * The version that a dependent comes from: the campaign's own where it may use that, else the newest that it may use and from which
 * published manifests lead to the release. Undefined for a repository that uses none.
 */
export async function migrationStart(
  app: App,
  forge: Forge,
  { package: name, from_version: from, to_version: to }: CampaignRow,
  { repository, sha }: DependentCommit,
): Promise<string | undefined> {
  const files = await forge.listFiles(repository, sha);
  const ranges = await declaredRanges(files, (path) => forge.readText(repository, path, sha), name);
  const published = (await openDirectoryRegistry(app.config.registryDir).list()).filter((key) => key.package === name);
  const starts = startsOf(published, to).filter((version) => semver.valid(version) !== null && semver.lt(version, to));
  return [from, ...starts.sort(semver.rcompare)].find((version) => ranges.some(({ range }) => reaches(range, version)));
}
