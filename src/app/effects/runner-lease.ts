import { OnxError } from "../../domain/errors.js";
import { claimRunnerJob, endRunnerJob, renewRunnerJob } from "../../store/runtime.js";
import type { App } from "../app.js";

type RunnerApp = Pick<App, "store" | "log"> & { readonly runner: Pick<App["runner"], "name"> };

/** Milliseconds that a holder may be silent before somebody else may take the job over. */
const LEASE_MS = 12_000;

/**
 * Runs `work` as the only holder of the migration's job. It calls `stillHeld` before it hands over a result: whoever comes back
 * from a pause to find the job taken over is told so there, and its result goes nowhere.
 */
export async function holdRunnerJob<T>(
  app: RunnerApp,
  migrationId: string,
  attemptId: string,
  work: (stillHeld: () => void) => Promise<T>,
): Promise<T> {
  const lease = claimRunnerJob(app.store, {
    migration_id: migrationId,
    runner_name: app.runner.name,
    adapter_key: "queue.local",
    runtime_payload: { attempt_id: attemptId },
    leaseMs: LEASE_MS,
  });
  if (lease === undefined) {
    throw new OnxError("job.held", `the job of ${migrationId} is held by another runner`, { remedy: "wait" });
  }
  const renew = (): void => renewRunnerJob(app.store, migrationId, lease, { leaseMs: LEASE_MS });
  const heartbeat = setInterval(() => {
    try {
      renew();
    } catch (error) {
      app.log.warn({ err: error, migration: migrationId }, "the runner's lease was lost");
    }
  }, LEASE_MS / 3);
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
