import { cp, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { CONFIG_PATH, configError, defaultConfig, parseConfig } from "../adapters/github/config-file.js";
import type { Residue, Site, TypeErrorCounts } from "../domain/edit.js";
import { messageOf } from "../domain/errors.js";
import type { CheckResult } from "../domain/job.js";
import type { Manifest } from "../domain/manifest.js";
import type { PolicyConfig } from "../domain/policy.js";
import { carryOut } from "../migration/carry-out.js";
import { unifiedDiff } from "../migration/unified-diff.js";
import { applyManifest, type ApplyResult } from "./apply.js";
import { runChecks } from "./checks.js";
import { readText } from "./dependent-files.js";
import { refreshLockfiles } from "./lockfile.js";
import type { CoreTypes } from "./migration-draft.js";

/**
 * `passed`: no more type errors than before, every check passed, and nothing is left for a person; `not-concerned`: it asks
 * for the new version already, or has nothing to do with the core; `error`: it could not be looked at.
 */
export type Outcome = "passed" | "needs-person" | "failed" | "not-concerned" | "error";

export interface DependentVerification {
  readonly name: string;
  readonly path: string;
  readonly outcome: Outcome;
  readonly files_changed: readonly string[];
  readonly edits: number;
  readonly type_errors?: TypeErrorCounts;
  /** What is left of the old API; absent where nothing was looked at. */
  readonly residue?: Residue;
  readonly to_look_at: readonly Site[];
  readonly checks: readonly CheckResult[];
  readonly notes: readonly string[];
}

export interface VerifiedDependent {
  readonly verification: DependentVerification;
  /** For `git apply`; empty where nothing changes. */
  readonly patch: Buffer;
}

export interface DependentRequest {
  readonly manifest: Manifest;
  readonly core: CoreTypes;
  readonly runChecks: boolean;
  /** Runs checks even where this machine can isolate nothing. */
  readonly unsandboxed: boolean;
  readonly onProgress: (text: string) => void;
}

interface Checked {
  readonly checks: readonly CheckResult[];
  readonly notes: readonly string[];
}

const NOT_CHECKED: Checked = { checks: [], notes: [] };

/** Migrates a dependent without changing it. Whatever is wrong with it, the result says it: nothing is thrown. */
export async function verifyDependent(folder: string, request: DependentRequest): Promise<VerifiedDependent> {
  const heading = { name: basename(folder), path: folder };
  try {
    const { manifest, core, onProgress } = request;
    const plan = { thresholds: manifest.provenance.thresholds };
    const drafted = await applyManifest({
      manifest,
      target: folder,
      plan,
      runId: heading.name,
      loadCore: async () => core,
      dryRun: true,
      onProgress,
    });
    const isChecked = request.runChecks && drafted.transitions.length > 0;
    const checked = isChecked ? await checkCopy(folder, drafted, request) : NOT_CHECKED;
    const { report } = drafted;
    const verification = {
      ...heading,
      outcome: outcomeOf(drafted, checked),
      files_changed: report.files_changed,
      edits: report.operations.reduce((total, { edits }) => total + edits, 0),
      ...(report.type_errors !== undefined && { type_errors: report.type_errors }),
      ...(report.residue !== undefined && { residue: report.residue }),
      to_look_at: report.operations.flatMap(({ sites }) => sites.filter(({ action }) => action === "flagged")),
      checks: checked.checks,
      notes: [...report.notes, ...checked.notes],
    };
    return { verification, patch: unifiedDiff(drafted.transitions) };
  } catch (error) {
    const nothing = { files_changed: [], edits: 0, to_look_at: [], checks: [] };
    return {
      verification: { ...heading, outcome: "error", ...nothing, notes: [messageOf(error)] },
      patch: Buffer.alloc(0),
    };
  }
}

function outcomeOf({ report, transitions, needsPerson }: ApplyResult, { checks, notes }: Checked): Outcome {
  const { type_errors: types } = report;
  const isWorse = types !== undefined && types.migrated > types.as_is;
  if (isWorse || checks.some(({ status }) => status === "failed" || status === "timed_out")) return "failed";
  if (needsPerson || notes.length > 0 || checks.some(({ status }) => status === "refused")) return "needs-person";
  return transitions.length === 0 ? "not-concerned" : "passed";
}

/** Runs the checks on a copy that is thrown away, with all that is installed in the dependent's folder. */
async function checkCopy(folder: string, drafted: ApplyResult, request: DependentRequest): Promise<Checked> {
  const { unsandboxed, onProgress } = request;
  const policy = await policyIn(folder, unsandboxed);
  if (policy.checks.length === 0) return NOT_CHECKED;
  const temporary = await realpath(await mkdtemp(join(tmpdir(), "onx-verify-")));
  const copy = join(temporary, "repository");
  try {
    await cp(folder, copy, { recursive: true, verbatimSymlinks: true });
    await carryOut(copy, drafted.transitions);
    const ranges = drafted.ranges.map(({ path }) => path);
    const lockfile = { isolation: "sandbox", allowUnsandboxed: unsandboxed } as const;
    const { notes } = await refreshLockfiles(copy, ranges, lockfile);
    onProgress("running the checks");
    return { checks: await runChecks(policy, copy, drafted.report), notes };
  } finally {
    // What the checks left behind may not let itself be removed; what they said counts all the same.
    await rm(temporary, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

/** A dependent names its checks; whether they may run without isolation is for the machine's owner to say. */
async function policyIn(folder: string, unsandboxed: boolean): Promise<PolicyConfig> {
  const text = await readText(folder, CONFIG_PATH).catch(() => undefined);
  const parsed = text === undefined ? { kind: "config" as const, config: defaultConfig() } : parseConfig(text);
  if (parsed.kind === "invalid") throw configError(basename(folder), parsed.problems[0]);
  return { ...parsed.config, policy: { ...parsed.config.policy, unsandboxed } };
}
