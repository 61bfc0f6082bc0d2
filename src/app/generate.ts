import { join } from "node:path";
import type { ManifestReport } from "../analysis/report.js";
import { OnxError } from "../domain/errors.js";
import { blake3Hex, canonicalJson } from "../domain/hash.js";
import { identifyVersion, type IdentifiedVersion } from "./core.js";
import { accessOf, type Generated, type GenerateOptions } from "./generate-options.js";
import { readFolder, writeFolder } from "./output-folder.js";
import { stopwatch } from "./stopwatch.js";
import { TOOL } from "./tool.js";

/** The files, and what the report says of them; the manifest itself has to be read only by those who want it. */
export interface GeneratedFiles extends Pick<Generated, "report" | "files"> {
  readonly cached: boolean;
}

/**
 * Compares two versions of a core and writes down what its dependents must do. What the same comparison led to before comes from the
 * cache, and nothing of the core is read, nor the analysis loaded.
 * Throws `OnxError` for refs, packages and registries that cannot be had.
 */
export async function generateFiles(options: GenerateOptions): Promise<GeneratedFiles> {
  const { cacheDir } = options;
  if (cacheDir === undefined) return { ...(await generateManifest(options)), cached: false };
  const [from, to] = await identify(options);
  const entry = join(cacheDir, "manifests", cacheKey(options, from, to));
  const cached = await readFolder(entry);
  if (cached !== undefined) return { files: cached, report: readReport(cached), cached: true };
  const generated = await generateManifest(options, [from, to]);
  await writeFolder(entry, generated.files);
  return { ...generated, cached: false };
}

/** The same without a cache. */
export async function generateManifest(
  options: GenerateOptions,
  versions?: readonly [IdentifiedVersion, IdentifiedVersion],
): Promise<Generated> {
  if (options.language === "python") {
    throw new OnxError("language", "Python cores cannot be compared yet", {
      remedy: "use --language typescript or auto",
    });
  }
  const clock = stopwatch(options.onProgress);
  clock.start("open");
  const [from, to] = versions ?? (await identify(options));
  const [{ compareTrees }, ...trees] = await Promise.all([import("./compare-trees.js"), from.open(), to.open()]);
  return compareTrees(options, trees[0], trees[1], clock);
}

function identify(options: GenerateOptions): Promise<[IdentifiedVersion, IdentifiedVersion]> {
  const access = accessOf(options);
  return Promise.all([
    identifyVersion(options.origin, options.from, access),
    identifyVersion(options.origin, options.to, access),
  ]);
}

function readReport(files: ReadonlyMap<string, string>): ManifestReport {
  return JSON.parse(files.get("manifest_report.json") ?? "{}") as ManifestReport;
}

function cacheKey(options: GenerateOptions, from: IdentifiedVersion, to: IdentifiedVersion): string {
  const { origin, package: name, confidenceThreshold, thresholds, repository, verify = true } = options;
  const settings = { tool: TOOL, origin: origin.kind, name, confidenceThreshold, thresholds, repository, verify };
  return blake3Hex(canonicalJson({ ...settings, from: [from.ref, from.revision], to: [to.ref, to.revision] }));
}
