import type { CheckPlan, Launch } from "./plan.js";
import { checkEnvironment } from "./view.js";

/** No isolation: only a clean environment and a home of its own. */
export function launchUnsandboxed(plan: CheckPlan): Launch {
  return {
    file: "sh",
    args: ["-c", plan.command],
    env: checkEnvironment(plan.scratch, plan.scratch),
    cwd: plan.folder,
    pipes: [],
  };
}
