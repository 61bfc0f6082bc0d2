import semver from "semver";
import type { CoreVersion } from "../analysis/open-core.js";

/** The versions that the manifest speaks of: what the refs say, else what package.json says there, told apart by commit if need be. */
export function versionLabels(
  refs: { readonly from: string; readonly to: string },
  before: CoreVersion,
  after: CoreVersion,
): { from: string; to: string } {
  const from = versionOf(refs.from, before);
  const to = versionOf(refs.to, after);
  if (from !== to) return { from, to };
  return { from: `${from}+${shortRevision(before)}`, to: `${to}+${shortRevision(after)}` };
}

function versionOf(ref: string, version: CoreVersion): string {
  const named =
    semver.valid(ref) ??
    semver.valid(ref.slice(ref.lastIndexOf("@") + 1)) ??
    semver.valid(/(\d+\.\d+\.\d+\S*)$/.exec(ref)?.[1]);
  return named ?? version.packages[0]?.version ?? ref;
}

function shortRevision(version: CoreVersion): string {
  return version.tree.source.revision.replace(/[^0-9A-Za-z]/g, "").slice(0, 12);
}

/** Packages of a monorepo that exist in both versions, with the versions that their own package.json gives. */
export function packageList(
  before: CoreVersion,
  after: CoreVersion,
  versions: { from: string; to: string },
): { packages?: { name: string; from: string; to: string }[] } {
  if (before.packages.length < 2) return {};
  return {
    packages: before.packages.flatMap((info) => {
      const now = after.packages.find(({ name }) => name === info.name);
      return now === undefined
        ? []
        : [{ name: info.name, from: info.version ?? versions.from, to: now.version ?? versions.to }];
    }),
  };
}

/** `owner/name` from package.json, else the package's name. */
export function repositoryOf(...versions: readonly CoreVersion[]): string {
  for (const version of versions) {
    const [info] = version.packages;
    const text = info === undefined ? undefined : version.core.text(`${info.root}package.json`);
    const field = /"repository"\s*:\s*(?:\{[^}]*?"url"\s*:\s*)?"([^"]+)"/.exec(text ?? "")?.[1];
    const slug = /(?:^github:|github\.com[/:]|^)([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(field ?? "")?.[1];
    if (slug !== undefined) return slug;
  }
  return versions[0]?.packages[0]?.name ?? "unknown";
}
