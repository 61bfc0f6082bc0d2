import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { format, resolveConfig } from "prettier";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { configJsonSchema, parseConfig } from "../../../src/adapters/github/config-file.js";

const FILE = fileURLToPath(new URL("../../../src/adapters/github/onx-migrate.schema.json", import.meta.url));

test("the schema that is shipped is the one that the App checks with", async () => {
  const options = await resolveConfig(FILE);
  await expect(await format(JSON.stringify(configJsonSchema()), { ...options, filepath: FILE })).toMatchFileSnapshot(
    FILE,
  );
});

const EXAMPLES = [
  "",
  'core:\n  packages: [{ name: "@acme/core", tag: "core@{version}" }]\n  prereleases: true\n',
  'checks:\n  - { name: test, run: "npm test", timeout: 20m, network: false }\n',
  "policy: { auto: 0.95, gate: 1 }\npull_request: { labels: [deps], draft_when: never }\n",
  "policy: { auto: 2 }\n",
  "checks: [{ name: test, run: x, timeout: soon }]\n",
  "dependents: { only: me }\n",
];

test.each(EXAMPLES)("schema and App agree on %j", (text) => {
  const validate = new Ajv2020({ strict: false }).compile(configJsonSchema());
  expect(validate(parse(text) ?? {})).toBe(parseConfig(text).kind === "config");
});
