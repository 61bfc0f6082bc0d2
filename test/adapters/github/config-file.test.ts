import { expect, test } from "vitest";
import { configJsonSchema, parseConfig } from "../../../src/adapters/github/config-file.js";

function problems(text: string): string[] {
  const parsed = parseConfig(text);
  if (parsed.kind === "config") return [];
  return parsed.problems.map(({ line, column, message }) => `${String(line)}:${String(column)} ${message}`);
}

test("an empty file is the defaults", () => {
  const parsed = parseConfig("# nothing yet\n");
  expect(parsed).toMatchObject({ kind: "config", config: { policy: { auto: 0.9, gate: 0.8 }, checks: [] } });
});

test("durations and defaults are filled in", () => {
  const parsed = parseConfig('checks:\n  - { name: test, run: "npm test", timeout: 90s }\n');
  expect(parsed).toMatchObject({ kind: "config", config: { checks: [{ timeout: 90_000, network: false }] } });
});

test("a wrong value is named with its line and column", () => {
  expect(problems("policy:\n  auto: 2\n")).toEqual([expect.stringMatching(/^2:9 policy\.auto: /)]);
});

test("an unknown key is pointed at itself", () => {
  expect(problems("policy:\n  gate: 0.5\n  speed: fast\n")).toEqual([expect.stringMatching(/^3:3 policy: .*speed/)]);
});

test("a missing key is pointed at what should hold it", () => {
  expect(problems("core:\n  packages:\n    - path: packages/core\n")).toEqual([
    expect.stringMatching(/^3:7 core\.packages\.0\.name: /),
  ]);
});

test("broken YAML, a key written twice and a text that is no map are named with their place", () => {
  expect(problems("policy: [")).toEqual([expect.stringMatching(/^1:10 /)]);
  expect(problems("policy: {}\npolicy: {}\n")).toEqual([expect.stringMatching(/^2:1 /)]);
  expect(problems("just words\n")).toEqual([expect.stringMatching(/^1:1 /)]);
});

test("an alias bomb is refused", () => {
  const levels = Array.from({ length: 9 }, (_, index) =>
    index === 0
      ? "a0: &a0 [x, x, x, x, x, x, x, x, x]"
      : `a${String(index)}: &a${String(index)} [${`*a${String(index - 1)}, `.repeat(9)}]`,
  );
  expect(problems(levels.join("\n"))).toEqual([expect.stringMatching(/alias/i)]);
});

test("the JSON Schema knows the file's keys", () => {
  expect(Object.keys(configJsonSchema()["properties"] as object).toSorted()).toEqual([
    "checks",
    "core",
    "dependents",
    "policy",
    "pull_request",
  ]);
});
