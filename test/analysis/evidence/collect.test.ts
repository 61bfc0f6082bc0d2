import { describe, expect, it } from "vitest";
import { collectEvidence } from "../../../src/analysis/evidence/collect.js";
import { openFiles, symbolOf, type CoreText } from "../../support/core-version.js";

async function versions(before: CoreText, after: CoreText) {
  const manifest = (version: string) => ({ name: "core", version, exports: "./src/index.ts" });
  const from = await openFiles({ "package.json": manifest("1.0.0"), ...before });
  const to = await openFiles({ "package.json": manifest("2.0.0"), ...after });
  return { from, to, evidence: collectEvidence(from, to) };
}

describe("a renamed name", () => {
  it("has every kind of evidence that there is, as features and for the manifest", async () => {
    const { from, to, evidence } = await versions(
      {
        "src/index.ts": `export function open(): void {}\nexport function close(): void {}`,
        "src/boot.ts": "boot(() => open());\n",
        "test/open.test.ts": "open(1);\nopen(2);\nopen(3);\n",
      },
      {
        "src/index.ts": `export function connect(): void {}\n/** @deprecated use connect() instead */\nexport function open(): void { console.warn("open is deprecated, use connect"); }`,
        "src/boot.ts": "boot(() => connect());\n",
        "test/open.test.ts": "connect(1);\nconnect(2);\nconnect(3);\n",
        "CHANGELOG.md": "## 2.0.0\n- `open` is now `connect`\n",
      },
    );
    const [open, connect] = [symbolOf(from, "core:open"), symbolOf(to, "core:connect")];
    expect(evidence.between(open, connect)).toEqual({
      usage: 0.75,
      internalUsage: 0.667,
      changelog: 1,
      warning: 0.9,
      comment: 0.9,
    });
    expect(evidence.usageOf(open, connect)).toEqual({
      callsites_sampled: 5,
      safe_auto_fix_rate: 1,
      examples: ["test/open.test.ts:1", "test/open.test.ts:2", "test/open.test.ts:3"],
    });
    expect(evidence.targetsOf(open)).toEqual(["connect"]);
    const close = symbolOf(from, "core:close");
    expect(evidence.between(close, connect)).toEqual({});
    expect(evidence.usageOf(close, connect)).toMatchObject({ callsites_sampled: 1, safe_auto_fix_rate: 0 });
    expect(evidence.targetsOf(close)).toEqual([]);
  });
});

describe("comments", () => {
  const BEFORE = `
    /** @deprecated Use {@link Client} instead. */
    export class Hub { send(): void {} }
    export class Other { send(): void {} }
    /** Opens. Deprecated in favor of \`connect\`. */
    export function open(): void {}
    export function parse(): void {}`;
  const AFTER = `
    export class Client { send(): void {} }
    export function connect(): void {}
    /** Reads a value (formerly \`parse\`). */
    export function decode(): void {}`;

  it("of a container speak for its members, of other prose and of the new name for the old one", async () => {
    const { from, to, evidence } = await versions({ "src/index.ts": BEFORE }, { "src/index.ts": AFTER });
    const feature = (old: string, now: string) =>
      evidence.between(symbolOf(from, `core:${old}`), symbolOf(to, `core:${now}`)).comment;
    expect(feature("Hub", "Client")).toBe(0.9);
    expect(feature("Hub.send", "Client.send")).toBe(0.6);
    expect(feature("Other.send", "Client.send")).toBeUndefined();
    expect(feature("open", "connect")).toBe(0.9);
    expect(feature("parse", "decode")).toBe(0.9);
    expect(feature("parse", "connect")).toBeUndefined();
  });
});
