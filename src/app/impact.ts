import { basename } from "node:path";
import { describeOperation } from "../analysis/report.js";
import { isOnxError, messageOf } from "../domain/errors.js";
import type { Manifest } from "../domain/manifest.js";
import { type Band, bandOf } from "../domain/operation.js";
import type { OldNew } from "../operations/kind.js";
import { loadCoreSources } from "./core-sources.js";
import {
  type Assessed,
  assessDependent,
  type DependentImpact,
  type SiteCounts,
  unassessed,
} from "./dependent-impact.js";
import { findDependentFolders } from "./dependent-folders.js";
import { type CoreFlags, originOf } from "./generate-command.js";
import { generateManifest } from "./generate.js";
import type { CoreTypes } from "./migration-draft.js";

export interface ImpactRequest extends CoreFlags {
  readonly from: string;
  readonly to: string;
  readonly package?: string;
  /** Folders of dependents, or of several of them. */
  readonly dependents: readonly string[];
  readonly onProgress: (text: string) => void;
}

/** What a change of a core would ask of its dependents. */
export interface Impact {
  readonly package: string;
  readonly from: string;
  readonly to: string;
  readonly operations: readonly OperationImpact[];
  readonly dependents: readonly DependentImpact[];
  readonly sites: SiteCounts;
  /** Share of the sites that are edited, from 0 to 1; null where there are none. */
  readonly automatic: number | null;
  readonly needs_person: boolean;
}

export interface OperationImpact extends OldNew, SiteCounts {
  readonly id: string;
  readonly kind: string;
  readonly confidence: number;
  readonly band: Band;
  readonly breaking: boolean;
  /** Number of dependents that it touches. */
  readonly dependents: number;
}

/** `onx-manifest impact`: drafts the migration of every dependent, and writes nothing. */
export async function assessImpact(request: ImpactRequest): Promise<Impact> {
  const { from, to, package: name, onProgress } = request;
  const folders = await findDependentFolders(request.dependents);
  const origin = originOf(request);
  const access = name === undefined ? {} : { package: name };
  const { manifest } = await generateManifest({ origin, from, to, ...access, onProgress });
  onProgress("reading the core's types");
  const core: CoreTypes = {
    from: await loadCoreSources(origin, from, manifest.from, access),
    to: await loadCoreSources(origin, to, manifest.to, access),
    notes: [],
  };
  const assessed: Assessed[] = [];
  for (const folder of folders) {
    const progress = (text: string): void => onProgress(`${basename(folder)}: ${text}`);
    assessed.push(await assess(folder, manifest, core, progress));
  }
  return summarise(manifest, assessed);
}

/** A dependent that cannot be looked at holds up no other. */
async function assess(
  folder: string,
  manifest: Manifest,
  core: CoreTypes,
  onProgress: (text: string) => void,
): Promise<Assessed> {
  try {
    return await assessDependent(folder, manifest, async () => core, onProgress);
  } catch (error) {
    if (!isOnxError(error)) throw error;
    return unassessed(folder, messageOf(error));
  }
}

function summarise(manifest: Manifest, assessed: readonly Assessed[]): Impact {
  const dependents = assessed.map(({ impact }) => impact);
  const edited = sum(dependents.map((each) => each.edited));
  const flagged = sum(dependents.map((each) => each.flagged));
  const sites = edited + flagged;
  return {
    package: manifest.package,
    from: manifest.from,
    to: manifest.to,
    operations: manifest.operations.map((operation): OperationImpact => {
      const { id, kind, confidence, breaking } = operation;
      const touched = dependents.filter(({ operations }) => operations.includes(id));
      const results = assessed.flatMap((each) => each.results.filter((result) => result.id === id));
      const edits = sum(results.map((result) => result.edits));
      return {
        id,
        kind,
        confidence,
        breaking,
        ...describeOperation(operation),
        band: bandOf(confidence, manifest.provenance.thresholds),
        dependents: touched.length,
        edited: edits,
        flagged: sum(results.map((result) => result.sites.length)) - edits,
      };
    }),
    dependents,
    sites: { edited, flagged },
    automatic: sites === 0 ? null : edited / sites,
    needs_person: dependents.some((each) => each.needs_person),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
