import semver from "semver";
import type { ForgeTag } from "../adapters/github/forge.js";

/** The version that a tag stands for under a template such as `v{version}`, or undefined where it is no such tag. */
export function versionOfTag(tag: string, template: string): string | undefined {
  const [before = "", after = ""] = template.split("{version}");
  if (!tag.startsWith(before) || !tag.endsWith(after)) return undefined;
  return semver.valid(tag.slice(before.length, tag.length - after.length)) ?? undefined;
}

export interface VersionTag {
  readonly version: string;
  readonly tag: string;
  readonly sha: string;
}

export function versionTags(tags: readonly ForgeTag[], template: string): VersionTag[] {
  return tags.flatMap((tag) => {
    const version = versionOfTag(tag.name, template);
    return version === undefined ? [] : [{ version, tag: tag.name, sha: tag.sha }];
  });
}

/** The version that dependents come from: the highest one below `to`; a pre-release only where the core asks for them. */
export function previousVersion(tags: readonly VersionTag[], to: string, prereleases: boolean): VersionTag | undefined {
  return tags
    .filter((tag) => semver.lt(tag.version, to))
    .filter((tag) => prereleases || semver.prerelease(tag.version) === null)
    .toSorted((a, b) => semver.rcompare(a.version, b.version))[0];
}
