import type { FinishedRun } from "../../adapters/queue/job-schemas.js";
import { blake3Hex, canonicalJson } from "../../domain/hash.js";
import type { MigrationCommand } from "../../domain/orchestration/migration-commands.js";
import { saveDiff } from "../../store/diff-blobs.js";
import type { MigrationRow } from "../../store/reads/rows.js";
import { send } from "../commands.js";
import { headBranch } from "../names.js";
import type { Effect } from "./effect.js";

/** An attempt as it was asked for. */
export interface RequestedAttempt {
  readonly id: string;
  readonly count: number;
  readonly approved: readonly string[];
  readonly skipped: readonly string[];
}

/** Puts a finished run into the store. Every command's id follows from the attempt, so that a second time changes nothing. */
export function recordRun(
  effect: Effect,
  attempt: RequestedAttempt,
  migration: MigrationRow,
  run: FinishedRun,
  path: string,
): void {
  const { result } = run;
  const { migration_id } = migration;
  const { app, cause, key } = effect;
  const range = { migration_id, from_attempt_count: 0, to_attempt_count: attempt.count };
  if (result.diff !== "") saveDiff(app.store, range, result.diff);
  const target = { migration_id, attempt_id: attempt.id };
  const commands: [string, MigrationCommand][] = [];
  if (result.report.operations.length > 0) {
    commands.push(["operations", { type: "migration.operation.record", ...target, operations: operationsOf(run) }]);
  }
  if (result.files.length > 0) {
    const files = checkpointFiles(run);
    commands.push([
      "checkpoint",
      {
        type: "migration.checkpoint.capture",
        ...target,
        checkpoint_ref: path,
        tree_sha: blake3Hex(canonicalJson(files)),
        status: "ready",
        files,
      },
    ]);
  } else {
    commands.push(["unchanged", { type: "migration.activity.append", ...target, ...nothingToDo(run) }]);
  }
  const head_branch = result.files.length === 0 ? null : headBranch(result.report.package, result.report.to);
  commands.push(
    ["ready", { type: "migration.job.set", ...target, status: "ready", runner_name: app.runner.name }],
    ["complete", { type: "migration.attempt.complete", ...target, outcome: { status: "completed", head_branch } }],
  );
  for (const [name, command] of commands) send(app.store, cause, `${key}:${name}`, command);
}

export const UNCHANGED_ACTIVITY = "unchanged";

function nothingToDo({ result }: FinishedRun) {
  const { package: name, from, to } = result.report;
  return {
    tone: "info" as const,
    kind: UNCHANGED_ACTIVITY,
    summary: `nothing that changed in ${name} between ${from} and ${to} is used here, and the version range allows ${to}`,
    payload: { notes: [...result.report.notes] },
  };
}

function operationsOf({ result }: FinishedRun) {
  return result.report.operations.map((operation) => ({
    operation_id: operation.id,
    kind: operation.kind,
    confidence: operation.confidence,
    band: operation.band,
    status: operation.status,
    files_changed: operation.files_changed,
    edits: operation.edits,
    evidence: { sites: operation.sites.map((site) => ({ ...site })) },
  }));
}

function checkpointFiles({ result }: FinishedRun) {
  return result.checkpoint.map(({ path, mode, content_base64 }) => ({
    path,
    mode,
    blake3: content_base64 === null ? null : blake3Hex(Buffer.from(content_base64, "base64")),
  }));
}
