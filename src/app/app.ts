import type { LimitFunction } from "p-limit";
import type { Logger } from "pino";
import type { JobRunner } from "../adapters/queue/process-runner.js";
import type { Clock } from "../domain/ids.js";
import type { Store } from "../store/store.js";
import type { AppConfig } from "./environment.js";
import type { GitHubAccess } from "./github-access.js";

/** What everything in this folder works with. Made once, at the start. */
export interface App {
  readonly config: AppConfig;
  readonly store: Store;
  readonly clock: Clock;
  readonly github: GitHubAccess;
  readonly runner: JobRunner;
  /** Lets as many jobs run at once as there are workers. */
  readonly jobs: LimitFunction;
  readonly log: Logger;
}
