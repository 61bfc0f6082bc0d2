import { expect, test } from "vitest";
import type { BodyMarker } from "../../../src/adapters/github/body-marker.js";
import {
  BODY_LIMIT,
  parseBody,
  type PullRequestReport,
  renderBody,
} from "../../../src/adapters/github/pull-request-body.js";
import { fc } from "../../support/fast-check.js";

const marker: BodyMarker = {
  version: 1,
  campaign: "c-1",
  migration: "m-1",
  attempt: "a-1",
  run: "0123456789abcdef",
  package: "@acme/core",
  from: "0.9.0",
  to: "1.0.0",
  base: "5f1c",
  manifest: "registry://core_migrations/@acme/core/0.9.0_1.0.0",
};

const report: PullRequestReport = {
  marker,
  summary: "Class renames.",
  filesChanged: 2,
  typeErrors: { as_is: 0, bare: 7, migrated: 0 },
  operations: [
    {
      id: "OP001",
      kind: "rename.symbol",
      old: "@acme/core.Reader",
      new: "@acme/core.Source",
      confidence: 1,
      band: "auto",
      status: "applied",
      sites: 4,
      method: "identical-body",
      evidenceUrl: "https://github.test/acme/core/compare/a...b",
    },
    {
      id: "OP002",
      kind: "remove.symbol",
      old: "@acme/core.legacy",
      new: "",
      note: "Ask | us.",
      confidence: 0.6,
      band: "review",
      status: "flagged",
      sites: 1,
      method: "similarity",
    },
  ],
  tasks: [{ text: "legacy is gone", place: { path: "src/a.ts", line: 3, url: "https://github.test/a.ts#L3" } }],
  checks: [
    { name: "test", status: "failed", exit_code: 1, output: "1 test failed", sandbox: "none", duration_ms: 1_200 },
  ],
  commands: [{ usage: "/migrate rollback", effect: "takes the migration back" }],
  provenance: { core: "acme/core", fromSha: "aaa", toSha: "bbb", tool: "onx-migrate 0.1.0" },
};

test("the parts come in their order", () => {
  const { body, rest } = renderBody(report);
  const order = [
    "Migrates `@acme/core` from `0.9.0` to `1.0.0`. Class renames.",
    "**Type errors: 7 after a bare upgrade → 0 with this PR**",
    "| OP001 | `rename.symbol` | `@acme/core.Reader` → `@acme/core.Source` | 4 | 1.00 | [identical-body](",
    "| `@acme/core.legacy`: Ask \\| us. | 1 · flagged |",
    "- [ ] [`src/a.ts:3`](https://github.test/a.ts#L3) legacy is gone",
    "❌ **test** failed in 1.2 s",
    "### How to roll back",
    "- `/migrate rollback`: takes the migration back",
    "### Provenance",
    "<!-- onx-migrate ",
  ].map((text) => body.indexOf(text));
  expect(order).not.toContain(-1);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(rest).toEqual([]);
});

const anyText = fc.oneof(
  fc.string(),
  fc.constantFrom("-->", "<!-- onx-migrate {} -->", "<!-- onx-migrate ", "``` -->", "@everyone | x", "\u2028--!>"),
);

test("the marker comes back as it was, whatever the texts hold", () => {
  const markers = fc.record({
    version: fc.constant(1 as const),
    campaign: anyText,
    migration: anyText,
    attempt: anyText,
    run: anyText,
    package: anyText,
    from: anyText,
    to: anyText,
    base: anyText,
    manifest: anyText,
  });
  fc.assert(
    fc.property(markers, anyText, anyText, (anyMarker, text, output) => {
      const { body } = renderBody({
        ...report,
        marker: anyMarker,
        summary: text,
        tasks: [{ text }],
        checks: report.checks.map((check) => ({ ...check, name: text, output })),
      });
      expect(parseBody(body)).toEqual(anyMarker);
    }),
  );
});

test("what has no room in the body goes on in comments, and nothing is lost", () => {
  const sizes = fc.record({ operations: fc.integer({ min: 0, max: 900 }), tasks: fc.integer({ min: 0, max: 1_500 }) });
  fc.assert(
    fc.property(sizes, ({ operations, tasks }) => {
      const { body, rest } = renderBody({
        ...report,
        operations: Array.from({ length: operations }, (_, index) => ({
          ...report.operations[0]!,
          id: `OP${String(index)}x`,
        })),
        tasks: Array.from({ length: tasks }, (_, index) => ({ text: `task ${String(index)}x` })),
      });
      const everything = [body, ...rest];
      expect(everything.every((text) => text.length <= BODY_LIMIT)).toBe(true);
      expect(parseBody(body)).toEqual(marker);
      const whole = everything.join("\n");
      for (let index = 0; index < operations; index += 1) expect(whole).toContain(`OP${String(index)}x`);
      for (let index = 0; index < tasks; index += 1) expect(whole).toContain(`task ${String(index)}x`);
    }),
    { numRuns: 20 },
  );
});

test("a body without a marker, or with a broken one, is nobody's", () => {
  expect(parseBody("Just a text")).toBeUndefined();
  expect(parseBody("<!-- onx-migrate {not json} -->")).toBeUndefined();
  expect(parseBody('<!-- onx-migrate {"version":2} -->')).toBeUndefined();
});

test("text of others cannot mention people, open comments or break the table", () => {
  const { body } = renderBody({
    ...report,
    summary: "hello @octocat <!-- hidden",
    operations: [{ ...report.operations[0]!, old: "a | b\nc" }],
  });
  expect(body).not.toContain("@octocat");
  expect(body.match(/<!--/g)).toHaveLength(1);
  expect(body).toContain(String.raw`a \| b c`);
});

test("the summary says what was done, what was not, and what was not needed", () => {
  const [applied, flagged] = report.operations;
  const summaryOf = (operations: PullRequestReport["operations"]) => renderBody({ ...report, operations }).body;
  expect(summaryOf([applied!, flagged!])).toContain("1 change of the release is carried out here, in 2 files.");
  expect(summaryOf([flagged!])).toContain("What changed and is used here needs a person.");
  expect(summaryOf([{ ...applied!, status: "noop" }])).toContain("only the version range moves");
});

test("what is left of the old API is counted, and the first uses are shown", () => {
  const uses = Array.from({ length: 22 }, (_, i) => ({
    text: "OP002, certain: it is imported from the module",
    place: { path: "src/a.ts", line: i + 1, url: `https://github.test/a.ts#L${i + 1}` },
  }));
  const left = { certain: 21, possible: 1, files: 3, unseen: 1, uses };
  const { body } = renderBody({ ...report, leftOver: left });
  expect(body).toContain(
    "**Left of the old API: 21 uses, and 1 that may be**, in 3 files with such names; 1 file could not be looked at",
  );
  expect(body).toContain(
    "- [`src/a.ts:20`](https://github.test/a.ts#L20) OP002, certain: it is imported from the module",
  );
  expect(body).not.toContain("src/a.ts:21");
  expect(body).toContain("- and 2 more");

  const nothing = renderBody({ ...report, leftOver: { certain: 0, possible: 0, files: 1, unseen: 0, uses: [] } });
  expect(nothing.body).toContain("**Left of the old API: nothing**, in 1 file with such names");
  expect(nothing.body).not.toContain("### What is left");
});
