import { OnxError } from "../../domain/errors.js";
import { claimRunnerJob, endRunnerJob, renewRunnerJob } from "../../store/runtime.js";
import type { App } from "../app.js";

interface RunnerApp extends Pick<App, "store" | "log"> {
  readonly runner: Pick<App["runner"], "name">;
  readonly config: Pick<App["config"], "leaseMs">;
}

/**
 * Runs `work` as the only holder of the migration's job. It calls `stillHeld` before it hands over a result: whoever comes back
 * from a pause longer than the lease to find the job taken over is told so there, and its result goes nowhere.
 */
export async function holdRunnerJob<T>(
  app: RunnerApp,
  migrationId: string,
  attemptId: string,
  work: (stillHeld: () => void) => Promise<T>,
): Promise<T> {
  const { leaseMs } = app.config;
  const lease = claimRunnerJob(app.store, {
    migration_id: migrationId,
    runner_name: app.runner.name,
    adapter_key: "queue.local",
    runtime_payload: { attempt_id: attemptId },
    leaseMs,
  });
  if (lease === undefined) {
    throw new OnxError("job.held", `the job of ${migrationId} is held by another runner`, { remedy: "wait" });
  }
  const renew = (): void => renewRunnerJob(app.store, migrationId, lease, { leaseMs });
  const heartbeat = setInterval(() => {
    try {
      renew();
    } catch (error) {
      app.log.warn({ err: error, migration: migrationId }, "the runner's lease was lost");
    }
  }, leaseMs / 3);
  try {
    renew();
    const result = await work(renew);
    endRunnerJob(app.store, migrationId, lease, "stopped");
    return result;
  } catch (error) {
    release(app, migrationId, lease);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

/** Lets go after a failure, unless the lease is somebody else's by now: then there is nothing to let go of. */
function release(app: RunnerApp, migrationId: string, lease: string): void {
  try {
    endRunnerJob(app.store, migrationId, lease, "error");
  } catch (error) {
    app.log.debug({ err: error, migration: migrationId }, "the runner's lease was gone already");
  }
}
