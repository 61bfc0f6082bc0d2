import { expect, test } from "vitest";
import type { ProposedOperation } from "../../../src/domain/operation.js";
import { type openWitnesses, type Witnesses } from "../../../src/verification/witness/witnesses.js";
import { witnessedCore } from "../../../src/verification/witness/witnessed-core.js";
import { openIndex } from "../../support/core-version.js";

/** Threads run what is built. */
const BUILT = new URL("../../../dist/src/verification/witness/witnesses.js", import.meta.url).href;

const RENAME: ProposedOperation = {
  kind: "rename.callable",
  match: { module: "core", from: "older", to: "newer" },
  confidence: 0.9,
  method: "similarity",
  evidence: {},
  breaking: true,
  dependsOn: [],
};
const WRONG = { ...RENAME, match: { module: "core", from: "other", to: "missing" } };

async function open(mayThread: boolean): Promise<Witnesses> {
  const built = (await import(BUILT)) as { openWitnesses: typeof openWitnesses };
  const from = await openIndex("export function older(a: string): void {}\nexport function other(): void {}");
  const to = await openIndex("export function newer(a: string): void {}");
  return built.openWitnesses(witnessedCore(from, to), mayThread, 0);
}

test("a thread gives the witnesses that are given without one", async () => {
  const [here, there] = [await open(false), await open(true)];
  try {
    const expected = await here.verify([RENAME, WRONG]);
    expect(expected.map(({ evidence }) => evidence)).toMatchObject([
      { witness: { outcome: "confirmed" } },
      { witness: { outcome: "still-fails" } },
    ]);
    expect(await there.verify([RENAME, WRONG])).toEqual(expected);
  } finally {
    await there.close();
  }
});

test("a thread that ended gives no witnesses, and says so", async () => {
  const witnesses = await open(true);
  await witnesses.close();
  await expect(witnesses.verify([RENAME])).rejects.toThrow("the thread that checks witnesses ended");
});
