import { expect, test } from "vitest";
import { permitted } from "../../src/app/effects/run-job.js";
import { configSchema } from "../../src/domain/policy.js";

const ASKED = configSchema.parse({ policy: { unsandboxed: true } });

test("a repository cannot do without the sandbox of a machine that is not its own", () => {
  expect(permitted(ASKED, { unsandboxedChecks: false }).policy.unsandboxed).toBe(false);
  expect(permitted(ASKED, { unsandboxedChecks: true }).policy.unsandboxed).toBe(true);
  expect(permitted(configSchema.parse({}), { unsandboxedChecks: true }).policy.unsandboxed).toBe(false);
});
