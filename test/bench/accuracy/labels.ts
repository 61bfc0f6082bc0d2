import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { OnxError } from "../../../src/domain/errors.js";

/** A documented change of a real release, as the labels' own README describes it. Fields that only the scorer reads pass through. */
const labelSchema = z.looseObject({
  kind: z.string(),
  module: z.string().nullish(),
  toModule: z.string().nullish(),
  container: z.string().nullish(),
  toContainer: z.string().nullish(),
  from: z.string(),
  to: z.string().nullish(),
  inferable: z.boolean(),
});
export type Label = z.infer<typeof labelSchema>;

const releaseSchema = z.object({
  name: z.string(),
  pkg: z.string(),
  from: z.string(),
  to: z.string(),
  how: z.string(),
  language: z.string(),
  complete: z.boolean(),
});

export interface LabelledRelease extends z.infer<typeof releaseSchema> {
  readonly labels: readonly Label[];
}

/** Where the labels are, unless `--labels` or `ONX_LABELS` say so: beside the repository. */
export const LABELS = "../shared/accuracy/dev";

/**
 * The releases whose two versions are published to npm, sorted by name, and the names of those that are not. Throws `OnxError` where
 * there are no labels.
 */
export function readReleases(folder: string): { releases: LabelledRelease[]; skipped: string[] } {
  if (!existsSync(join(folder, "index.json"))) {
    throw new OnxError("labels-missing", "no labels here, for index.json is missing", {
      place: resolve(folder),
      remedy: "name their folder with --labels or ONX_LABELS",
    });
  }
  const index = z.array(releaseSchema).parse(JSON.parse(readFileSync(join(folder, "index.json"), "utf8")));
  const sorted = index.sort((a, b) => (a.name < b.name ? -1 : 1));
  const usable = sorted.filter(({ language, how }) => language === "typescript" && how === "npm");
  return {
    releases: usable.map((release) => ({ ...release, labels: readLabels(join(folder, `${release.name}.jsonl`)) })),
    skipped: sorted.filter((release) => !usable.includes(release)).map(({ name }) => name),
  };
}

function readLabels(file: string): Label[] {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => labelSchema.parse(JSON.parse(line)));
}
