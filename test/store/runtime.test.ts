import { expect, test } from "vitest";
import { LeaseLost } from "../../src/store/errors.js";
import {
  abandonedRunnerJobs,
  claimRunnerJob,
  endRunnerJob,
  findRunnerJob,
  renewRunnerJob,
} from "../../src/store/runtime.js";
import { testStore } from "./support.js";

const claim = {
  migration_id: "m1",
  runner_name: "host-1",
  adapter_key: "process",
  runtime_payload: { attempt_id: "a1" },
  leaseMs: 1000,
};

test("a job is one holder's until its lease runs out", () => {
  const { store, clock } = testStore();
  expect(claimRunnerJob(store, claim)).toBeTypeOf("string");
  expect(claimRunnerJob(store, claim)).toBeUndefined();
  clock.advance(1000);
  expect(claimRunnerJob(store, { ...claim, runner_name: "host-2" })).toBeTypeOf("string");
  expect(findRunnerJob(store, "m1")).toMatchObject({ runner_name: "host-2", status: "starting" });
});

test("signs of life keep it, with where to go on", () => {
  const { store, clock } = testStore();
  const token = claimRunnerJob(store, claim)!;
  clock.advance(900);
  renewRunnerJob(store, "m1", token, { leaseMs: 1000, runner_job_id: "pid-7", resume_cursor: { step: 2 } });
  clock.advance(900);
  renewRunnerJob(store, "m1", token, { leaseMs: 1000 });
  expect(abandonedRunnerJobs(store)).toEqual([]);
  expect(findRunnerJob(store, "m1")).toMatchObject({
    status: "running",
    runner_job_id: "pid-7",
    resume_cursor_json: '{"step":2}',
    last_seen_at: "2026-01-01T00:00:01.800Z",
  });
});

test("after a crash it is found, taken over from where it stood, and its first holder is fenced", () => {
  const { store, clock } = testStore();
  const first = claimRunnerJob(store, claim)!;
  renewRunnerJob(store, "m1", first, { leaseMs: 1000, resume_cursor: { step: 2 } });
  clock.advance(1000);
  expect(abandonedRunnerJobs(store)).toMatchObject([{ migration_id: "m1", resume_cursor_json: '{"step":2}' }]);
  const second = claimRunnerJob(store, claim)!;
  expect(findRunnerJob(store, "m1")).toMatchObject({ resume_cursor_json: '{"step":2}' });
  expect(() => renewRunnerJob(store, "m1", first, { leaseMs: 1000 })).toThrow(LeaseLost);
  expect(() => endRunnerJob(store, "m1", first, "error")).toThrow(LeaseLost);
  endRunnerJob(store, "m1", second, "stopped");
  expect(findRunnerJob(store, "m1")).toMatchObject({ status: "stopped", lease_token: null, resume_cursor_json: null });
  expect(abandonedRunnerJobs(store)).toEqual([]);
});
