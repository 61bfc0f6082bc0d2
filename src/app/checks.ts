import { runCheck } from "../adapters/sandbox/check.js";
import { installDependencies } from "../adapters/sandbox/install-dependencies.js";
import type { ApplyReport } from "../domain/edit.js";
import type { CheckResult } from "../domain/job.js";
import type { PolicyConfig } from "../domain/policy.js";

/**
 * Runs a dependent's own checks in its migrated folder, one after the other, with its dependencies installed. That this failed is told
 * first, where a check failed after it.
 */
export async function runChecks(policy: PolicyConfig, target: string, report: ApplyReport): Promise<CheckResult[]> {
  const allowUnsandboxed = policy.policy.unsandboxed;
  const isOwn = policy.checks.some(({ run }) => run !== "builtin");
  const install = isOwn ? await installDependencies(target, allowUnsandboxed) : undefined;
  const results: CheckResult[] = [];
  for (const { name, run, timeout: timeoutMs, network } of policy.checks) {
    results.push(
      run === "builtin"
        ? typeCheck(name, report)
        : await runCheck({ name, command: run, cwd: target, timeoutMs, network, allowUnsandboxed }),
    );
  }
  const isReason = install !== undefined && hasFailed(install) && results.some(hasFailed);
  return isReason ? [install, ...results] : results;
}

function hasFailed({ status }: CheckResult): boolean {
  return status === "failed" || status === "timed_out";
}

/** The type check that comes with the tool: it passes when the migration leaves no type error that was not there before. */
function typeCheck(name: string, { type_errors: counts }: ApplyReport): CheckResult {
  const common = { name, exit_code: null, sandbox: "none", duration_ms: 0 } as const;
  if (counts === undefined) return { ...common, status: "refused", output: "types could not be had" };
  const output = `${String(counts.migrated)} type errors after the migration, ${String(counts.as_is)} before`;
  return { ...common, status: counts.migrated <= counts.as_is ? "passed" : "failed", output };
}
