import { describe, expect, it } from "vitest";
import { publicNames } from "../../../src/analysis/evidence/public-names.js";
import { usageEvolution, type UsageEvidence } from "../../../src/analysis/evidence/usage-evolution.js";
import { openIndex, type CoreText } from "../../support/core-version.js";

const BEFORE = `
  export class Client { open(): void {} fetchAll(): string[] { return []; } }
  export function parse(text: string): number { return Number(text); }
  export enum Mode { FAST_READ = 1 }`;
const AFTER = `
  export class Client { connect(): void {} list(): string[] { return []; } }
  export function decode(text: string): number { return parseFloat(text) || 0; }
  export enum Modes { FastRead = 1 }`;

async function evidence(before: CoreText, after: CoreText): Promise<UsageEvidence> {
  const [from, to] = [await openIndex(BEFORE, before), await openIndex(AFTER, after)];
  return usageEvolution(from, to, publicNames(from, to));
}

describe("tests, examples and documents", () => {
  it("show at the same places what an old name became", async () => {
    const found = await evidence(
      {
        "test/client.test.ts": `import { Client, parse } from "core";\nconst client = new Client();\nclient.open();\nclient.open({ retry: 2 });\nexpect(client.fetchAll()).toEqual([]);\n`,
        "examples/simple.js": `const core = require("core");\ncore.parse("1");\n`,
      },
      {
        "test/client.test.ts": `import { Client, decode } from "core";\nconst client = new Client();\nclient.connect();\nclient.connect({ retry: 2, timeout: 10 });\nexpect(await client.list()).toEqual([]);\n`,
        "examples/simple.js": `const core = require("core");\nawait core.decode("1", {});\n`,
      },
    );
    expect(found.count("open", "connect", "Client", "usage")).toEqual({
      sampled: 2,
      replaced: 2,
      examples: ["test/client.test.ts:3", "test/client.test.ts:4"],
    });
    expect(found.count("fetchAll", "list", "Client", "usage")).toMatchObject({ sampled: 1, replaced: 1 });
    expect(found.count("parse", "decode", "", "usage")).toMatchObject({ sampled: 2, replaced: 2 });
    expect(found.targetsOf("open")).toEqual(["connect"]);
  });

  it("count a place that became something else, and none that is gone", async () => {
    const found = await evidence(
      { "test/a.test.ts": `run(() => client.open());\nrun(() => client.open(1));\nclient.open(2);\nend();\n` },
      { "test/a.test.ts": `run(() => client.connect());\nrun(() => client.helper(1));\nend();\n` },
    );
    expect(found.count("open", "connect", "Client", "usage")).toMatchObject({ sampled: 2, replaced: 1 });
    expect(found.targetsOf("open")).toEqual(["connect"]);
  });

  it("are found again where they moved", async () => {
    const body =
      "import { start } from './server.js';\nconst server = await start({ port: 1234 });\nserver.stop('now');\n";
    const found = await evidence(
      { "test/old/opening.spec.ts": `${body}client.open();\n` },
      { "test/connecting.spec.ts": `${body}client.connect();\n`, "test/other.spec.ts": "nothing();\n" },
    );
    expect(found.count("open", "connect", "Client", "usage").examples).toEqual(["test/connecting.spec.ts:4"]);
  });

  it("mean by a plain word of their prose no name, by code in it one", async () => {
    const found = await evidence(
      { "README.md": "To open a file is easy.\n\nCall `open()` first.\n\n```js\nclient.open();\n```\n" },
      { "README.md": "To connect a file is easy.\n\nCall `connect()` first.\n\n```js\nclient.connect();\n```\n" },
    );
    expect(found.count("open", "connect", "Client", "usage")).toMatchObject({ sampled: 2, replaced: 2 });
  });
});

describe("the core's own sources", () => {
  it("count apart, a place that lies in several builds once", async () => {
    const [old, fresh] = [
      "export const boot = (client) => client.open();",
      "export const boot = (client) => client.connect();",
    ];
    const found = await evidence(
      { "lib/boot.js": old, "esm/boot.mjs": old, "src/boot.ts": old },
      { "lib/boot.js": fresh, "esm/boot.mjs": fresh, "src/boot.ts": fresh },
    );
    // One is the declaration's own.
    expect(found.count("open", "connect", "Client", "internal")).toMatchObject({ sampled: 2, replaced: 2 });
    expect(found.count("open", "connect", "Client", "usage")).toMatchObject({ sampled: 0, replaced: 0 });
  });

  it("say nothing about a member of another container, nor in minified bundles", async () => {
    const bundle = (name: string) => `${"x=1;".repeat(600)}client.${name}();`;
    const found = await evidence(
      { "src/a.ts": "use(Mode.FAST_READ);\n", "dist/core.js": bundle("open") },
      { "src/a.ts": "use(Modes.FastRead);\n", "dist/core.js": bundle("connect") },
    );
    expect(found.count("FAST_READ", "FastRead", "Mode", "internal")).toMatchObject({ sampled: 2, replaced: 2 });
    expect(found.count("FAST_READ", "FastRead", "Client", "internal")).toMatchObject({ sampled: 1 });
    expect(found.count("open", "connect", "Client", "internal").examples).toEqual(["src/index.ts:2"]);
  });

  it("are aligned by the likeness of lines where a list was reordered", async () => {
    const list = (names: readonly string[]) =>
      names.map((name) => `  register(guards.${name}, { strict: true });`).join("\n");
    const [from, to] = [
      await openIndex(
        "export class guards { static isOpenNode() {} static isClosedNode() {} static isHalfNode() {} }",
        {
          "src/list.ts": list(["isOpenNode", "isClosedNode", "isHalfNode"]),
        },
      ),
      await openIndex(
        "export class guards { static isOpen() {} static isClosed() {} static isHalf() {} static isNew() {} }",
        {
          "src/list.ts": list(["isNew", "isOpen", "isClosed", "isHalf"]),
        },
      ),
    ];
    const found = usageEvolution(from, to, publicNames(from, to));
    for (const name of ["isOpen", "isClosed", "isHalf"]) expect(found.targetsOf(`${name}Node`)).toEqual([name]);
  });
});
