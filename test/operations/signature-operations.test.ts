import { expect, it } from "vitest";
import { compareVersions } from "../../src/analysis/match/compare.js";
import { signatureOperations } from "../../src/operations/signature-operations.js";
import { openIndex } from "../support/core-version.js";

it("compares thousands of overloads in a moment, and finds the one that is refused", async () => {
  const overloads = (last: string, name: string) =>
    Array.from({ length: 3000 }, (_, i) => `export declare function get(${name}: ${i}): ${i};`).join("\n") +
    `export declare function get(${name}: ${last}): string;`;
  const before = await openIndex("", { "src/index.ts": overloads("string", "key") });
  const after = await openIndex("", { "src/index.ts": overloads("{ key: string }", "at") });
  const started = performance.now();
  const operations = signatureOperations(compareVersions(before, after).diff, "change.signature");
  expect(operations.map(({ match, evidence }) => [match["callable"], evidence["overloads_refused"]])).toEqual([
    ["core.get", 1],
  ]);
  expect(performance.now() - started).toBeLessThan(10_000); // all pairs take minutes
});
