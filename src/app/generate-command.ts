import { join, resolve } from "node:path";
import { OnxError } from "../domain/errors.js";
import type { Band } from "../domain/operation.js";
import { type CoreOrigin, parseCoreSpec } from "./core.js";
import { generateFiles } from "./generate.js";
import { writeFolder } from "./output-folder.js";

/** Where a core is, as the command line names it. */
export interface CoreFlags {
  readonly corePath?: string;
  /** `npm:NAME`. */
  readonly core?: string;
}

export interface GenerateRequest extends CoreFlags {
  readonly from: string;
  readonly to: string;
  readonly out?: string;
  readonly package?: string;
  readonly language: "auto" | "typescript";
  readonly confidenceThreshold?: number;
  readonly verify: boolean;
  readonly repository?: string;
  readonly cache?: string;
  readonly parallel?: number;
  readonly onProgress: (stage: string) => void;
}

export interface GenerateSummary {
  readonly package: string;
  readonly from: string;
  readonly to: string;
  readonly out: string;
  readonly by_kind: Readonly<Record<string, number>>;
  readonly by_band: Readonly<Record<Band, number>>;
  /** Breaking changes for which no operation was found. */
  readonly unresolved: number;
  /** Versions of which no public name could be read. */
  readonly unread: readonly string[];
  readonly cached: boolean;
}

/** `onx-manifest generate`. The folder is written when everything is known, or not at all. */
export async function generateToFolder(request: GenerateRequest): Promise<GenerateSummary> {
  const { from, to, language, confidenceThreshold, verify, repository, cache, onProgress } = request;
  const { report, files, cached } = await generateFiles({
    origin: originOf(request),
    from,
    to,
    language,
    verify,
    onProgress,
    ...(request.package !== undefined && { package: request.package }),
    ...(confidenceThreshold !== undefined && { confidenceThreshold }),
    ...(repository !== undefined && { repository }),
    ...(cache !== undefined && { cacheDir: resolve(cache) }),
    ...(request.parallel !== undefined && { parallel: request.parallel }),
  });
  const { package: name, counts, unresolved, sources } = report;
  const out = request.out ?? join("artifacts", "core_diff", folderName(report.from, report.to));
  await writeFolder(resolve(out), files);
  const by_band: Record<Band, number> = { auto: 0, warn: 0, review: 0, ...counts.by_band };
  const heading = { package: name, from: report.from, to: report.to, out };
  const unread = (["from", "to"] as const)
    .filter((side) => sources[side].public_names === 0)
    .map((side) => report[side]);
  return { ...heading, by_kind: counts.by_kind, by_band, unresolved: unresolved.length, unread, cached };
}

export function originOf({ corePath, core }: CoreFlags): CoreOrigin {
  if (corePath !== undefined && core === undefined) return { kind: "git", path: corePath };
  if (core !== undefined && corePath === undefined) return parseCoreSpec(core);
  throw new OnxError("usage", "the core is named by either --core-path or --core", {
    remedy: "give the path of its git repository, or npm:NAME",
  });
}

function folderName(from: string, to: string): string {
  return `${from}_${to}`.replace(/[^\w.+-]/g, "_");
}
