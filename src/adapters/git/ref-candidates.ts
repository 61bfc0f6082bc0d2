import semver from "semver";

/** Splits `@acme/core@1.0.0`; undefined where the text holds no name. */
function splitNamed(ref: string): { name: string; version: string } | undefined {
  const at = ref.lastIndexOf("@");
  return at > 0 ? { name: ref.slice(0, at), version: ref.slice(at + 1) } : undefined;
}

/**
 * Names under which `ref` may be stored, best first: a tag of the package, a tag, a branch, an object id.
 * A version stands for a tag with or without `v`, alone or behind the package's name.
 */
export function refCandidates(ref: string, packageName?: string): string[] {
  const named = splitNamed(ref);
  const name = packageName ?? named?.name;
  const version = bareVersion(named?.version ?? ref);
  const tags = [
    ...(version === undefined || name === undefined ? [] : packageTags(name, version)),
    ref,
    ...(version === undefined ? [] : [`v${version}`, version]),
  ];
  const names = [
    ...tags.map((tag) => `refs/tags/${tag}`),
    ...["refs/heads", "refs/remotes/origin", "refs/remotes"].map((folder) => `${folder}/${ref}`),
    ...(ref.startsWith("refs/") || ref === "HEAD" || /^[0-9a-f]{4,64}$/i.test(ref) ? [ref] : []),
  ];
  return [...new Set(names)];
}

/** The tags of any package for this version, where no package was named. */
export function tagsOfVersion(ref: string, refs: readonly string[]): string[] {
  const version = bareVersion(ref);
  if (version === undefined) return [];
  const endings = [`@${version}`, `@v${version}`, `-v${version}`, `-${version}`, `/v${version}`, `/${version}`];
  return refs.filter((name) => name.startsWith("refs/tags/") && endings.some((ending) => name.endsWith(ending)));
}

export function bareVersion(text: string): string | undefined {
  const version = text.replace(/^v/, "");
  return semver.valid(version) === null && !/^\d+(\.\d+)*([.-]?(a|b|rc|post|dev)\d+)?$/.test(version)
    ? undefined
    : version;
}

function packageTags(name: string, version: string): string[] {
  const short = name.slice(name.indexOf("/") + 1);
  return [...new Set([name, short])].flatMap((prefix) =>
    ["@", "@v", "-v", "-", "/v", "/"].map((separator) => `${prefix}${separator}${version}`),
  );
}
