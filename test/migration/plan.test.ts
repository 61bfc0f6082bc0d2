import { expect, test } from "vitest";
import type { Operation } from "../../src/domain/operation.js";
import { planOperations, type PlanOptions } from "../../src/migration/plan.js";

const thresholds = { auto: 0.9, warn: 0.7 };

function operation(id: string, confidence: number, depends_on: string[] = []): Operation {
  const shared = { match: {}, method: "similarity" as const, evidence: {}, breaking: true };
  return { id, kind: "rename.symbol", confidence, depends_on, ...shared };
}

const OPERATIONS = [
  operation("OP001", 0.95, ["OP003"]),
  operation("OP002", 0.75),
  operation("OP003", 0.5),
  operation("OP004", 1, ["OP001"]),
];

function decisions(options: Partial<PlanOptions> = {}): string {
  return planOperations(OPERATIONS, { thresholds, ...options })
    .map(({ decision }) => decision)
    .join(" ");
}

test("confidence decides, and what needs an operation that is not applied is skipped with it", () => {
  expect(decisions()).toBe("skip apply flag skip");
  expect(decisions({ approved: ["OP003"] })).toBe("apply apply apply apply");
  expect(planOperations(OPERATIONS, { thresholds })[3]).toMatchObject({
    band: "auto",
    decision: "skip",
    reason: "needs OP001, which is not applied",
  });
});

test("--only, --skip and --min-confidence", () => {
  expect(decisions({ only: ["OP002"] })).toBe("skip apply skip skip");
  expect(decisions({ only: ["OP003"] })).toBe("skip skip flag skip");
  expect(decisions({ skip: ["OP002"] })).toBe("skip skip flag skip");
  expect(decisions({ minConfidence: 0.4 })).toBe("apply apply apply apply");
  expect(decisions({ minConfidence: 0.8 })).toBe("skip skip skip skip");
});

test("an id that the manifest lacks is an error that lists what there is", () => {
  expect(() => decisions({ only: ["OP009"] })).toThrow(
    'the manifest has no operation "OP009": it has OP001, OP002, OP003, OP004',
  );
});
