import { basename } from "node:path";
import type { ApplyReport, OperationResult, Site, TypeErrorCounts } from "../domain/edit.js";
import type { Manifest } from "../domain/manifest.js";
import { listDependentFiles } from "./dependent-files.js";
import { type CoreTypes, draftMigration } from "./migration-draft.js";

/** Places in dependents: those that are edited, and those that a person has to look at. */
export interface SiteCounts {
  readonly edited: number;
  readonly flagged: number;
}

export interface DependentImpact extends SiteCounts {
  readonly name: string;
  readonly path: string;
  readonly files_changed: number;
  /** Ids of the operations that touch it. */
  readonly operations: readonly string[];
  readonly type_errors?: TypeErrorCounts;
  readonly to_look_at: readonly Site[];
  readonly notes: readonly string[];
  readonly needs_person: boolean;
}

export interface Assessed {
  readonly impact: DependentImpact;
  readonly results: readonly OperationResult[];
}

/** What a manifest would do in a dependent, whatever version that asks for. Nothing is written. */
export async function assessDependent(
  folder: string,
  manifest: Manifest,
  loadCore: () => Promise<CoreTypes>,
  onProgress: (text: string) => void,
): Promise<Assessed> {
  const { report } = await draftMigration({
    manifest,
    // Named one by one, operations leave the ranges alone, which may reach the version in the making already.
    plan: { thresholds: manifest.provenance.thresholds, only: manifest.operations.map(({ id }) => id) },
    files: await listDependentFiles(folder),
    loadCore,
    verify: true,
    force: true,
    findDone: async () => new Map(),
    onProgress,
  });
  return { impact: dependentImpact(folder, report), results: report.operations };
}

/** Of a dependent that could not be looked at. */
export function unassessed(folder: string, reason: string): Assessed {
  const nothing = { edited: 0, flagged: 0, files_changed: 0, operations: [], to_look_at: [] };
  return { impact: { ...named(folder), ...nothing, notes: [reason], needs_person: true }, results: [] };
}

function dependentImpact(folder: string, report: ApplyReport): DependentImpact {
  const flagged = report.operations.flatMap(({ sites }) => sites.filter(({ action }) => action === "flagged"));
  const toLookAt = [...flagged, ...unflaggedRest(report, flagged)];
  const touching = report.operations.filter(
    ({ id, sites }) => sites.length > 0 || toLookAt.some(({ operation }) => operation === id),
  );
  const { type_errors: errors } = report;
  const failed = touching.some(({ status }) => status === "conflict" || status === "failed");
  const worse = errors !== undefined && errors.migrated > errors.as_is;
  return {
    ...named(folder),
    edited: touching.reduce((total, { edits }) => total + edits, 0),
    flagged: toLookAt.length,
    files_changed: report.files_changed.length,
    operations: touching.map(({ id }) => id),
    ...(errors !== undefined && { type_errors: errors }),
    to_look_at: toLookAt,
    notes: report.notes,
    needs_person: toLookAt.length > 0 || failed || worse,
  };
}

/** Certain uses of the old API that the migration leaves, in files in which the operation flagged nothing. */
function unflaggedRest({ residue }: ApplyReport, flagged: readonly Site[]): Site[] {
  const isFlagged = (path: string, operation: string): boolean =>
    flagged.some((site) => site.path === path && site.operation === operation);
  return (residue?.uses ?? [])
    .filter(({ certainty, path, operation }) => certainty === "certain" && !isFlagged(path, operation))
    .map(({ path, line, column, operation, reason }) => ({ path, line, column, operation, action: "flagged", reason }));
}

function named(folder: string): { name: string; path: string } {
  return { name: basename(folder), path: folder };
}
