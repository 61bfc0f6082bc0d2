import { expect, test } from "vitest";
import { flaggedPlaces, unmarkedPlaces, verdictOf } from "../../src/app/open-tasks.js";
import type { JobFile, JobResult } from "../../src/domain/job.js";

function file(path: string, text: string): JobFile {
  return { path, mode: "100644", content_base64: Buffer.from(text).toString("base64") };
}

function result(part: Partial<JobResult> = {}): JobResult {
  const report = {
    package: "@acme/core",
    from: "1.0.0",
    to: "2.0.0",
    operations: [],
    files_scanned: 1,
    files_changed: [],
    notes: [],
  };
  return { files: [], checkpoint: [], report, diff: "", checks: [], ...part };
}

const site = { line: 3, column: 1, operation: "OP001", action: "flagged" as const, reason: "decide" };
const operation = {
  id: "OP001",
  kind: "remove.symbol",
  confidence: 0.6,
  band: "review" as const,
  status: "flagged" as const,
  files_changed: 0,
  edits: 0,
};

test("the places are the lines of this run's comments, not of those that stood there before", () => {
  const before = "// TODO(onx-migrate OP009): old\na();\nb();\n";
  const after = "// TODO(onx-migrate OP009): old\na();\n  // TODO(onx-migrate OP001): b was removed\nb();\n";
  const run = result({ files: [file("a.ts", after)], checkpoint: [file("a.ts", before)] });
  expect(flaggedPlaces(run)).toEqual([{ path: "a.ts", line: 3, operation: "OP001", text: "b was removed" }]);
});

test("a comment of several operations is a place of each", () => {
  const run = result({ files: [file("a.ts", "// TODO(onx-migrate OP001, OP002): decide; look\na();\n")] });
  expect(flaggedPlaces(run).map(({ operation }) => operation)).toEqual(["OP001", "OP002"]);
});

test("a site in a file that holds no comments is named by its line in the base", () => {
  const run = result();
  const operations = [{ ...operation, sites: [{ ...site, path: "config.json" }] }];
  const flagged = { ...run, report: { ...run.report, operations } };
  expect(unmarkedPlaces(flagged, [])).toEqual([{ path: "config.json", line: 3, operation: "OP001", text: "decide" }]);
  const marked = [{ path: "config.json", line: 3, operation: "OP001", text: "" }];
  expect(unmarkedPlaces(flagged, marked)).toEqual([]);
});

test("a note, a flagged site or a check that does not pass asks for a person", () => {
  const run = result();
  expect(verdictOf(run)).toEqual({ flagged: false, failing: false });
  expect(verdictOf({ ...run, report: { ...run.report, notes: ["the lockfile stays"] } }).flagged).toBe(true);
  const operations = [{ ...operation, sites: [{ ...site, path: "a.ts" }] }];
  expect(verdictOf({ ...run, report: { ...run.report, operations } }).flagged).toBe(true);
  const check = { name: "test", exit_code: null, output: "", sandbox: "none" as const, duration_ms: 0 };
  expect(verdictOf({ ...run, checks: [{ ...check, status: "refused" }] }).failing).toBe(true);
});
