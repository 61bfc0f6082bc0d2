import type { ManifestReport } from "../analysis/report.js";
import type { LanguageId, Manifest } from "../domain/manifest.js";
import type { Thresholds } from "../domain/operation.js";
import type { CoreAccess, CoreOrigin } from "./core.js";

export interface GenerateOptions {
  readonly origin: CoreOrigin;
  readonly from: string;
  readonly to: string;
  readonly package?: string;
  readonly language?: LanguageId | "auto";
  /** Operations less sure than this are left out of the manifest and listed in the report. */
  readonly confidenceThreshold?: number;
  readonly thresholds?: Thresholds;
  /** `owner/name` for the provenance of a git core, where its folder does not tell. */
  readonly repository?: string;
  readonly cacheDir?: string;
  /** Whether operations are given witnesses (default), which takes the compiler. */
  readonly verify?: boolean;
  /** Packages fetched at once. */
  readonly parallel?: number;
  readonly onProgress?: (stage: string) => void;
}

export interface Generated {
  readonly manifest: Manifest;
  readonly report: ManifestReport;
  /** Everything that belongs into `artifacts/core_diff/{from}_{to}/`, by file name. */
  readonly files: ReadonlyMap<string, string>;
}

/** The part of the options that says where packages are had. */
export function accessOf({ package: name, cacheDir }: GenerateOptions): CoreAccess {
  return { ...(name === undefined ? {} : { package: name }), ...(cacheDir === undefined ? {} : { cacheDir }) };
}
