import { resolve } from "node:path";
import type { ManifestKey } from "../adapters/registry/manifest-registry.js";
import { OnxError } from "../domain/errors.js";
import { installedVersion } from "./core-types.js";
import { listDependentFiles, readText } from "./dependent-files.js";
import { declaredRanges, isPackage, reaches } from "./dependent-packages.js";
import { compareVersions, isVersion } from "./version-range.js";

/** A core in a dependent, and what is published about it. */
export interface UsedCore {
  readonly folder: string;
  readonly name: string;
  /** The version that the dependent is on. */
  readonly from: string;
  readonly keys: readonly ManifestKey[];
}

export interface CoreChoice {
  readonly coreName?: string;
  readonly from?: string;
}

/**
 * Which of the published cores a dependent declares, and the version that it is on: the installed one where manifests speak of it, else
 * the lowest of theirs that its range allows, which is what it promises to work with. Throws `OnxError` (`core-unclear`,
 * `version-unclear`, `version-invalid`, `package-invalid`).
 */
export async function findUsedCore(
  target: string,
  keys: readonly ManifestKey[],
  choice: CoreChoice,
): Promise<UsedCore> {
  if (choice.from !== undefined && !isVersion(choice.from)) {
    throw new OnxError("version-invalid", `--from ${JSON.stringify(choice.from)} is no version`, {
      remedy: "name the one that the dependent is on, such as 1.2.0",
    });
  }
  const folder = resolve(target);
  const { root, paths } = await listDependentFiles(folder);
  if (!paths.includes("package.json") || !isPackage(await readText(root, "package.json"))) {
    throw new OnxError("package-invalid", "there is no package.json that can be read", {
      place: target,
      remedy: "give the folder of a package, and mend the file if it is there",
    });
  }
  const names = choice.coreName === undefined ? [...new Set(keys.map((key) => key.package))] : [choice.coreName];
  const declared = await Promise.all(
    names.map(async (name) => ({ name, ranges: await declaredRanges(paths, (path) => readText(root, path), name) })),
  );
  const used = declared.filter(({ ranges }) => ranges.length > 0);
  const [only] = used;
  if (only === undefined || used.length > 1)
    throw coreUnclear(target, used.length === 0 ? names : used.map(({ name }) => name), used.length);
  const own = keys.filter((key) => key.package === only.name);
  const ranges = only.ranges.map(({ range }) => range);
  const from = choice.from ?? (await versionInUse(folder, only.name, own, ranges));
  if (from === undefined) throw versionUnclear(target, only.name, ranges, own);
  return { folder, name: only.name, from, keys: own };
}

async function versionInUse(
  folder: string,
  name: string,
  keys: readonly ManifestKey[],
  ranges: readonly string[],
): Promise<string | undefined> {
  const known = [...new Set(keys.flatMap(({ from, to }) => [from, to]))].sort(compareVersions);
  const installed = await installedVersion(folder, name);
  if (installed !== undefined && known.includes(installed)) return installed;
  return known.find((version) => ranges.some((range) => reaches(range, version)));
}

function coreUnclear(place: string, names: readonly string[], used: number): OnxError {
  const shown = names.slice(0, 5).join(", ");
  return used === 0
    ? new OnxError("core-unclear", `the dependent declares none of the cores with published manifests: ${shown}`, {
        place,
      })
    : new OnxError("core-unclear", `the dependent uses ${used} cores with published manifests`, {
        place,
        remedy: `name one with --core-name: ${shown}`,
      });
}

function versionUnclear(
  target: string,
  name: string,
  ranges: readonly string[],
  keys: readonly ManifestKey[],
): OnxError {
  const starts = [...new Set(keys.map(({ from }) => from))].sort(compareVersions);
  return new OnxError(
    "version-unclear",
    `no manifests are published of a version of ${name} that ${ranges.join(" or ")} allows`,
    {
      place: target,
      remedy: `name the version that it is on with --from; there are manifests from ${starts.slice(0, 5).join(", ")}`,
    },
  );
}
