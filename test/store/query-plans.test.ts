import type { Statement } from "better-sqlite3";
import { expect, test } from "vitest";
import { findDiff, saveDiff } from "../../src/store/diff-blobs.js";
import { readEventsAfter, readStream } from "../../src/store/events.js";
import { failDelivery, finishDelivery, pendingDeliveries, storeDelivery } from "../../src/store/inbox.js";
import {
  completeEffect,
  deadEffects,
  enqueueEffect,
  failEffect,
  leaseEffects,
  nextEffectAt,
  postponeEffect,
  renewEffect,
} from "../../src/store/outbox.js";
import { advanceReactor, registerReactor } from "../../src/store/reactors.js";
import { getApproval, listActivities, listPendingApprovals } from "../../src/store/reads/approvals.js";
import {
  getAttempt,
  latestAttempt,
  listAttempts,
  listAttemptsOfRun,
  listCheckpoints,
  listOperations,
} from "../../src/store/reads/attempts.js";
import { findCampaign, getCampaign, listCampaigns } from "../../src/store/reads/campaigns.js";
import {
  findMigration,
  getMigration,
  getMigrationJob,
  listMigrations,
  listMigrationsOfRepository,
} from "../../src/store/reads/migrations.js";
import {
  findPullRequest,
  getPullRequest,
  listChecks,
  listOpenPullRequests,
} from "../../src/store/reads/pull-requests.js";
import { findRuns, indexRun } from "../../src/store/run-index.js";
import { abandonedRunnerJobs, claimRunnerJob, endRunnerJob, renewRunnerJob } from "../../src/store/runtime.js";
import { pauseWrites, takeWrite } from "../../src/store/write-budget.js";
import type { Store } from "../../src/store/store.js";
import { campaignToPullRequest } from "./stories.js";
import { testStore, type TestStore } from "./support.js";

/** One row per projector and reactor: too few for an index to matter. */
const SMALL = /^SCAN (projection_state|json_each)\b/;

/** Sorting all that was found; sorting ties (`LAST TERM OF`) is as good as nothing. */
const SORT = /^USE TEMP B-TREE FOR ORDER BY/;
/** One row per release of a core: sorted by age across states. */
const FEW = "FROM projection_campaigns WHERE status IN";

const RUN = {
  job_id: "job",
  run_id: "0123456789abcdef",
  job_ref: "acme/app@abc",
  status: "completed",
  schema_version: "1.2.0",
  created_at: "2026-01-01T00:00:00.000Z",
  path: "artifacts/job/0123456789abcdef/manifest.json",
  manifest_blake3: "ab",
};

test("invariant 9: no hot query scans or sorts a table", () => {
  const setup = testStore();
  const statements = record(setup.store);
  useEverything(setup);
  expect(statements.size).toBeGreaterThan(60);
  const slow = [...statements].flatMap((sql) =>
    planOf(setup.store, sql)
      .filter((line) => (line.startsWith("SCAN") && !SMALL.test(line)) || (SORT.test(line) && !sql.includes(FEW)))
      .map((line) => `${line} in ${sql}`),
  );
  expect(slow).toEqual([]);
});

/** Every statement that the store prepares from now on. */
function record(store: Store): ReadonlySet<string> {
  const seen = new Set<string>();
  const prepare = store.db.prepare.bind(store.db) as (sql: string) => Statement;
  store.db.prepare = ((sql: string) => {
    seen.add(sql);
    return prepare(sql);
  }) as typeof store.db.prepare;
  return seen;
}

function planOf(store: Store, sql: string): readonly string[] {
  if (sql.startsWith("EXPLAIN")) return [];
  const named = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name!, null]));
  const positional = [...sql.matchAll(/\?/g)].map(() => null);
  const explain = store.db.prepare(`EXPLAIN QUERY PLAN ${sql}`);
  const rows = positional.length > 0 ? explain.all(...positional) : explain.all(named);
  return (rows as { detail: string }[]).map((row) => row.detail);
}

function useEverything({ store, send }: TestStore): void {
  for (const command of campaignToPullRequest()) send(command);
  for (const state of ["merged", "closed"] as const) {
    send({ type: "migration.pr.record", migration_id: "m1", pull_request: { state, pr_number: 12 } });
  }
  readEventsAfter(store, 0, 10);
  readStream(store, "migration", "m1");

  storeDelivery(store, {
    delivery_id: "d",
    event_name: "push",
    action: null,
    installation_id: null,
    payload_json: "{}",
  });
  pendingDeliveries(store, 10);
  failDelivery(store, "d", "no", 2);
  finishDelivery(store, "d", null);

  registerReactor(store, "r", 0);
  advanceReactor(store, { name: "r", react: () => [] });
  for (const key of ["one", "two", "three"]) enqueueEffect(store, { effect_key: key, kind: "k", request: {} }, 1);
  const [one, two, three] = leaseEffects(store, { limit: 3, leaseMs: 1 });
  renewEffect(store, three!, 1);
  postponeEffect(store, three!, "later", new Date(0));
  completeEffect(store, one!, {});
  failEffect(store, two!, "no", "never");
  deadEffects(store, 10);
  nextEffectAt(store);

  const claim = { migration_id: "m1", runner_name: "h", adapter_key: "p", runtime_payload: {}, leaseMs: 1 };
  const token = claimRunnerJob(store, claim)!;
  renewRunnerJob(store, "m1", token, { leaseMs: 1 });
  abandonedRunnerJobs(store);
  endRunnerJob(store, "m1", token, "stopped");
  const range = { migration_id: "m1", from_attempt_count: 0, to_attempt_count: 1 };
  saveDiff(store, range, "d");
  findDiff(store, range);

  indexRun(store, RUN);
  findRuns(store, "job");
  takeWrite(store, "7");
  pauseWrites(store, "7", new Date(0));

  getCampaign(store, "c1");
  findCampaign(store, { core_repo: "a", package: "b", from_version: "1", to_version: "2" });
  listCampaigns(store);
  getMigration(store, "m1");
  listMigrations(store, "c1");
  findMigration(store, "c1", 7);
  listMigrationsOfRepository(store, 7);
  getMigrationJob(store, "m1");
  getAttempt(store, "a1");
  latestAttempt(store, "m1");
  listAttempts(store, "m1");
  listAttemptsOfRun(store, "r");
  listOperations(store, "a1");
  listCheckpoints(store, "m1");
  getPullRequest(store, "m1");
  findPullRequest(store, 7, 12);
  listOpenPullRequests(store);
  listChecks(store, "m1", "s");
  getApproval(store, "r1");
  listPendingApprovals(store, "m1");
  listActivities(store, "m1");
}
