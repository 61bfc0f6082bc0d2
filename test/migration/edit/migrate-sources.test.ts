import { describe, expect, it } from "vitest";
import { migrateSources, type SourceMigration } from "../../../src/migration/edit/migrate-sources.js";
import { coreOf, migrationIn, operationOf } from "../../support/migration.js";
import { temporaryFolder } from "../../support/temp.js";

const core = coreOf("core", {
  "index.ts": "export class Client { get(): string { return ''; } }\nexport function old(): void {}\n",
});
const renameOld = operationOf("rename.callable", { module: "core", from: "old", to: "fresh" });
const renameGet = operationOf("rename.callable", { module: "core", container: "Client", from: "get", to: "fetch" });

function textOf(migration: SourceMigration, path: string): string {
  const change = migrateSources(migration).changes.find((each) => each.path === path);
  return Buffer.from(change?.after ?? migration.readFile(path)).toString();
}

it("every edit is recorded: its file, its range, its operation, and why it was certain", async () => {
  const files = { "a.ts": 'import { Client } from "core";\nnew Client()["get"]();\n' };
  const migration = migrationIn(await temporaryFolder(), files, core, [renameGet]);
  const reason = "the checker says that the receiver is the core's";
  expect(migrateSources(migration).results.flatMap(({ sites }) => sites)).toEqual([
    { path: "a.ts", line: 2, column: 15, length: 3, operation: "OP001", action: "edited", reason },
  ]);
});

describe("bytes that are not the operation's", () => {
  it("keeps a byte order mark, CRLF and tabs", async () => {
    const text = '\uFEFFimport { old } from "core";\r\n\r\n\told( );\r\n';
    const migration = migrationIn(await temporaryFolder(), { "a.ts": text }, core, [renameOld]);
    expect(textOf(migration, "a.ts")).toBe('\uFEFFimport { fresh } from "core";\r\n\r\n\tfresh( );\r\n');
  });

  it("leaves a file alone that is not UTF-8, and says so", async () => {
    const bytes = Buffer.from([...Buffer.from('import { old } from "core"; // '), 0xe9]);
    const migration = migrationIn(await temporaryFolder(), { "a.ts": bytes }, core, [renameOld]);
    expect(migrateSources(migration)).toMatchObject({
      changes: [],
      unparsable: [{ path: "a.ts", reason: "it is not UTF-8 text" }],
    });
  });
});

describe("files that cannot be parsed", () => {
  it("are reported while the rest goes on", async () => {
    const files = {
      "bad.ts": 'import { old } from "core";\nold(;\n',
      "good.ts": 'import { old } from "core";\nold();\n',
    };
    const result = migrateSources(migrationIn(await temporaryFolder(), files, core, [renameOld]));
    expect(result.changes.map(({ path }) => path)).toEqual(["good.ts"]);
    expect(result.unparsable).toEqual([{ path: "bad.ts", reason: "line 2: ')' expected." }]);
    expect(result.scanned).toBe(2);
  });
});

describe("files that are nested too deeply", () => {
  it.each([
    ["in brackets, for the parser", `${"(".repeat(20_000)}1${")".repeat(20_000)}`],
    ["in calls of what was called, for those who walk the tree", `core${".then()".repeat(20_000)}`],
  ])("are reported while the rest goes on: %s", async (_name, expression) => {
    const files = {
      "deep.ts": `import { old } from "core";\nold(${expression});\n`,
      "good.ts": 'import { old } from "core";\nold();\n',
    };
    const result = migrateSources(migrationIn(await temporaryFolder(), files, core, [renameOld]));
    expect(result.changes.map(({ path }) => path)).toEqual(["good.ts"]);
    expect(result.unparsable).toEqual([{ path: "deep.ts", reason: "it is nested too deeply" }]);
  });
});

describe("names that come by another module than the operation speaks of", () => {
  const versionOf = (name: string, atRoot: string) =>
    coreOf("core", {
      "index.ts": `export * as utils from "./utils.js";\nexport { ${name}${atRoot} } from "./utils.js";\n`,
      "utils.ts": `export function ${name}(): void {}\n`,
    });
  const [from, renamed, kept] = [versionOf("old", ""), versionOf("fresh", ""), versionOf("fresh", " as old")];
  const operation = operationOf("rename.callable", { module: "core/utils", from: "old", to: "fresh" });
  const files = {
    "a.ts":
      'import * as core from "core";\nimport { utils } from "core";\n\ncore.utils.old(utils.old());\ncore.old();\n',
  };

  it("are edited where the new name comes that way, too", async () => {
    const migration = {
      ...migrationIn(await temporaryFolder(), files, from, [operation]),
      core: { from, to: renamed },
    };
    expect(textOf(migration, "a.ts")).toContain("core.utils.fresh(utils.fresh());\ncore.fresh();\n");
  });

  it("are left to a person where it does not", async () => {
    const migration = { ...migrationIn(await temporaryFolder(), files, from, [operation]), core: { from, to: kept } };
    const text = textOf(migration, "a.ts");
    expect(text).toContain("core.utils.fresh(utils.fresh());\n");
    expect(text).toContain("// TODO(onx-migrate OP001): use fresh instead of old\ncore.old();\n");
  });
});

describe("a file that does not write names as operations do", () => {
  const writer = coreOf("core", {
    "index.ts": `export declare function write(end: "\\r\\n" | "'"): void;\nexport { default } from "./deep.js";\n`,
    "deep.ts": "export default class Deep {}\n",
    "io.ts": "",
  });
  const operations = [
    operationOf("rename.import", { from: "core/io", to: "core/stream" }, 0.95, "OP001"),
    operationOf("rename.value", { module: "core", container: "write", from: "\r\n", to: "crlf" }, 0.95, "OP002"),
    operationOf("restyle.export", { module: "core/deep", name: "Deep", from: "default", to: "named" }, 0.95, "OP003"),
  ];

  it("is looked at for all of them: values with escapes, a default export by way of another module", async () => {
    const files = {
      "a.ts": `import "core/io";\nimport { write } from "core";\nwrite("\\r\\n");\n`,
      "b.ts": `import "core/io";\nimport Deep from "core";\nnew Deep();\n`,
    };
    const migration = migrationIn(await temporaryFolder(), files, writer, operations);
    expect(textOf(migration, "a.ts")).toBe(`import "core/stream";\nimport { write } from "core";\nwrite("crlf");\n`);
    const [, , restyled] = migrateSources(migration).results;
    expect(restyled).toMatchObject({
      status: "flagged",
      sites: [
        { path: "b.ts", line: 2 },
        { path: "b.ts", line: 3 },
      ],
    });
  });

  it.each([
    ["\\r\\n", "\r\n", "crlf"],
    ["\\x0d\\nyes", "\r\nyes", "yes"],
    ["don\\'t", "don't", "no"],
  ])("is found by what a value needs no escape for: '%s'", async (written, from, to) => {
    const modes = coreOf("core", {
      "index.ts": `export declare function write(end: ${JSON.stringify(from)}): void;\n`,
    });
    const operation = operationOf("rename.value", { module: "core", container: "write", from, to });
    const text = `import { write } from "core";\nwrite('${written}');\n`;
    const migration = migrationIn(await temporaryFolder(), { "a.ts": text }, modes, [operation]);
    expect(textOf(migration, "a.ts")).toBe(text.replace(written, to));
  });
});

describe("what a module of the core hands on", () => {
  const dropSecond = { name: "b", position: 1 };
  const handing = coreOf("core", {
    "index.ts": [
      'export { default as Deep, old as Alias } from "./all.js";',
      'export { default } from "./deep.js";',
      'export * from "./all.js";',
    ].join("\n"),
    "all.ts": 'export { default, /* again */ old, old as Twin } from "./deep.js";\n',
    "deep.ts":
      "export default function (a: number, b: number): void { void [a, b]; }\nexport function old(a: number, b: number): void { void [a, b]; }\n",
  });

  it.each([
    ["core/deep.default", "import { Deep } from 'core';", "Deep"],
    ["core/deep.default", "import Mine from 'core';", "Mine"],
    ["core/deep.old", "import { Alias } from 'core';", "Alias"],
    ["core/deep.old", "import { Twin as Mine } from 'core';", "Mine"],
  ])("is called: %s in %s", async (callable, clause, name) => {
    const operation = operationOf("arg.remove", { callable, ...dropSecond });
    const text = `${clause}\n${name}(1, 2);\n`;
    const files = { "a.ts": text, "b.ts": "export const other = 1;\n" };
    const migration = migrationIn(await temporaryFolder(), files, handing, [operation]);
    expect(textOf(migration, "a.ts")).toBe(text.replace("(1, 2)", "(1)"));
  });

  it("is looked for, where a default export comes by way of another module alone", async () => {
    const operation = operationOf("restyle.export", {
      module: "core/deep",
      name: "Deep",
      from: "default",
      to: "named",
    });
    const files = { "a.ts": 'import Mine from "core";\nMine(1, 2);\n' };
    const { results } = migrateSources(migrationIn(await temporaryFolder(), files, handing, [operation]));
    expect(results[0]?.sites.map(({ line }) => line)).toContain(1);
  });
});

it.each(["\\x67et", "\\u0067et", "\\u{67}et"])("reads a member that is written '%s'", async (written) => {
  const text = `import { Client } from "core";\nnew Client()["${written}"]();\n`;
  const files = {
    "a.ts": text,
    "b.ts": text.replace('import { Client } from "core"', 'import "core/io";\nimport { Client } from "core"'),
  };
  const move = operationOf("rename.import", { from: "core/io", to: "core/stream" }, 0.95, "OP002");
  const migration = migrationIn(await temporaryFolder(), files, core, [renameGet, move]);
  expect(textOf(migration, "a.ts")).toBe(text.replace(written, "fetch"));
  expect(textOf(migration, "b.ts")).toContain('new Client()["fetch"]();');
});

describe("what a user selects", () => {
  const files = { "a.ts": 'import { old } from "core";\nold();\n' };

  it.each([
    ["skips", { skipped: ["OP001"] }, "skipped"],
    ["leaves out what is not asked for", { only: ["OP002"] }, "skipped"],
    ["leaves out what is less sure", { minConfidence: 0.99 }, "skipped"],
    ["applies the rest", { only: ["OP001"], minConfidence: 0.95 }, "applied"],
  ])("%s", async (_name, selection, status) => {
    const migration = migrationIn(await temporaryFolder(), files, core, [renameOld]);
    const { results } = migrateSources({ ...migration, ...selection });
    expect(results.map((each) => each.status)).toEqual([status]);
  });

  it("leaves out a file in which an operation was undone", async () => {
    const migration = migrationIn(await temporaryFolder(), { ...files, "b.ts": files["a.ts"] }, core, [renameOld]);
    const { changes } = migrateSources({ ...migration, excluded: new Map([["a.ts", new Set(["OP001"])]]) });
    expect(changes.map(({ path }) => path)).toEqual(["b.ts"]);
  });
});

describe("without the core's sources", () => {
  it("renames what an import binds, and flags members", async () => {
    const text = 'import { Client, old } from "core";\nold();\nnew Client().get();\nnew Map().get("a");\n';
    const migration = migrationIn(await temporaryFolder(), { "a.ts": text }, undefined, [
      renameOld,
      { ...renameGet, id: "OP002" },
    ]);
    expect(textOf(migration, "a.ts")).toBe(text.replaceAll("old", "fresh"));
    const [, members] = migrateSources(migration).results;
    expect(members).toMatchObject({ status: "flagged", sites: [{ path: "a.ts", line: 3, column: 14 }] });
  });
});

describe("operations that meet at one place", () => {
  it("are both left out where they disagree", async () => {
    const migration = migrationIn(
      await temporaryFolder(),
      { "a.ts": 'import { Client } from "core";\nnew Client().get();\n' },
      core,
      [renameGet, { ...renameGet, id: "OP002", match: { ...renameGet.match, to: "load" } }],
    );
    const result = migrateSources(migration);
    expect(result.changes).toEqual([]);
    expect(result.results.map(({ status, edits }) => [status, edits])).toEqual([
      ["conflict", 0],
      ["conflict", 0],
    ]);
  });

  it("work together where they complete each other", async () => {
    const moved = operationOf("rename.import", { from: "core", to: "@new/core" }, 1, "OP002");
    const text =
      'import { Client, old } from "core";\nexport { old as older } from "core";\nold(new Client().get());\n';
    const migration = migrationIn(await temporaryFolder(), { "a.ts": text }, core, [
      renameOld,
      moved,
      { ...renameGet, id: "OP003" },
    ]);
    expect(textOf(migration, "a.ts")).toBe(
      'import { Client, fresh } from "@new/core";\nexport { fresh as older } from "@new/core";\nfresh(new Client().fetch());\n',
    );
  });
});

it("leaves to a person what is built with `new`, where its new name is of a class that nobody else may build", async () => {
  const to = coreOf("core", { "index.ts": "export class Server { private constructor() {} }\n" }, "2.0.0");
  const renameClient = operationOf("rename.symbol", { module: "core", from: "Client", to: "Server" });
  const files = {
    "built.ts": 'import { Client } from "core";\nnew Client();\n',
    "named.ts": 'import { Client } from "core";\nexport const is = (x: unknown) => x instanceof Client;\n',
    "path.ts": 'import * as core from "core";\nnew core.Client();\n',
  };
  const migration = migrationIn(await temporaryFolder(), files, core, [renameClient]);
  const result = migrateSources({ ...migration, core: { ...migration.core, to } });
  const edited = result.results[0]?.sites.filter(({ action }) => action === "edited").map(({ path }) => path);
  expect([...new Set(edited)]).toEqual(["named.ts"]);
  expect(textOf({ ...migration, core: { ...migration.core, to } }, "built.ts")).toContain("// TODO");
});

describe("a place that is written over", () => {
  const spaces = coreOf("core", { "index.ts": "export namespace old { export class Box {}\nexport class Lid {} }\n" });
  const box = { module: "core", container: "old", from: "Box", to: "Crate", to_container: "" };
  const operations = [
    operationOf("rename.symbol", box),
    operationOf("remove.symbol", { module: "core", name: "old" }, 1, "OP002"),
  ];

  it("asks nothing more: what was taken from it is taken from elsewhere", async () => {
    const files = {
      "a.ts":
        'import * as core from "core";\nexport const box = new core.old.Box();\nexport const lid = new core.old.Lid();\n',
    };
    const migration = migrationIn(await temporaryFolder(), files, spaces, operations);
    const todo = "// TODO(onx-migrate OP002): old was removed";
    expect(textOf(migration, "a.ts").split("\n").slice(1, -1)).toEqual([
      "export const box = new core.Crate();",
      todo,
      "export const lid = new core.old.Lid();",
    ]);
    const sites = migrateSources(migration).results.find(({ id }) => id === "OP002")?.sites;
    expect(sites?.map(({ line, action }) => `${line} ${action}`).sort()).toEqual(["2 edited", "3 flagged"]);
  });
});

describe("the dependent's configuration", () => {
  it("is honoured: aliases of tsconfig lead to typed receivers", async () => {
    const files = {
      "tsconfig.json": '{ "extends": "./base.json", "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }',
      "base.json": '{ "compilerOptions": { "module": "nodenext", "jsx": "react-jsx" } }',
      "src/make.ts": 'import { Client } from "core";\nexport const make = () => new Client();\n',
      "src/use.ts": 'import { make } from "~/make";\nmake().get();\n',
    };
    const migration = migrationIn(await temporaryFolder(), files, core, [renameGet]);
    expect(textOf(migration, "src/use.ts")).toBe('import { make } from "~/make";\nmake().fetch();\n');
  });
});

describe("types that a file declares for all others", () => {
  const declares = `import { Client } from "core";\ndeclare global {\n  var client: Client;\n}\n`;
  const use = `import "core";\nclient.get();\n`;

  it("count, where it names nothing that is renamed", async () => {
    const files = { "globals.ts": declares, "a.ts": use };
    const migration = migrationIn(await temporaryFolder(), files, core, [renameGet]);
    expect(textOf(migration, "a.ts")).toBe(use.replace("get", "fetch"));
    const { forAll } = migrateSources(migration);
    expect(forAll).toEqual(["globals.ts"]);
    expect(migrateSources({ ...migration, among: ["a.ts"], forAll }).changes).toHaveLength(1);
  });

  it("count, where it is told by itself what it names", async () => {
    const renameClient = operationOf("rename.symbol", { module: "core", from: "Client", to: "Fresh" }, 0.95, "OP002");
    const aliased = declares.replace("Client }", "Client as C }").replace(": Client", ": C");
    const files = { "globals.ts": aliased, "a.ts": use };
    const migration = migrationIn(await temporaryFolder(), files, core, [renameGet, renameClient]);
    expect(textOf(migration, "a.ts")).toBe(use.replace("get", "fetch"));
    expect(textOf(migration, "globals.ts")).toContain("{ Fresh as C }");
  });

  it("count under the same configuration alone", async () => {
    const files = {
      "other/globals.ts": declares,
      "other/tsconfig.json": '{ "compilerOptions": { "strict": false } }',
      "a.ts": use,
    };
    const { results } = migrateSources(migrationIn(await temporaryFolder(), files, core, [renameGet]));
    expect(results[0]).toMatchObject({ edits: 0 });
  });
});

it("knows what the dependent's own declarations make global, and of modules without types, although they mention no name", async () => {
  const files = {
    "src/app.ts": 'import { Client } from "core";\nexport class App { client = new Client(); }\n',
    "src/globals.d.ts": 'interface Window { app: import("./app").App }\ndeclare var window: Window;\n',
    "src/modules.d.ts":
      'declare module "wires" { export function wire(f: (app: import("./app").App) => void): void; }\n',
    "src/use.ts": 'import { wire } from "wires";\nwire(({ client }) => client.get() + window.app.client.get());\n',
  };
  const migration = migrationIn(await temporaryFolder(), files, core, [renameGet]);
  expect(textOf(migration, "src/use.ts")).toBe(
    'import { wire } from "wires";\nwire(({ client }) => client.fetch() + window.app.client.fetch());\n',
  );
});

it("refuses an operation of a kind that it does not know", async () => {
  const migration = migrationIn(await temporaryFolder(), {}, core, [operationOf("rename.planet", {})]);
  expect(() => migrateSources(migration)).toThrow("OP001 is of the unknown kind rename.planet");
});

it("what is undone in a file takes along the operations that depend on it", async () => {
  const text = 'import { Client } from "core";\nexport const got = new Client().get();\n';
  const renameClient = operationOf("rename.symbol", { module: "core", from: "Client", to: "Agent" });
  const dependent = { ...renameGet, id: "OP002", depends_on: ["OP001"] };
  const migration = migrationIn(await temporaryFolder(), { "a.ts": text, "b.ts": text }, core, [
    { ...renameClient, id: "OP001" },
    dependent,
  ]);
  const undone = new Map([["a.ts", new Set(["OP001"])]]);
  expect(textOf({ ...migration, undone }, "a.ts").replace(/^\/\/ TODO.*\n/gm, "")).toBe(text);
  expect(textOf({ ...migration, undone }, "b.ts")).toBe(text.replaceAll("Client", "Agent").replace("get()", "fetch()"));
});

describe("a local name follows", () => {
  it.each([
    ["not to a reserved word", "delete", `old(Client);`, `old(Client);`, "{ delete as old, Client }"],
    ["not to a word that modules reserve", "await", `old(Client);`, `old(Client);`, "{ await as old, Client }"],
    ["to a word that means something elsewhere", "type", `old(Client);`, `type(Client);`, "{ type, Client }"],
  ])("%s", async (_name, to, body, expected, names) => {
    const rename = operationOf("rename.symbol", { module: "core", from: "old", to });
    const text = `import { old, Client } from "core";\n${body}\n`;
    const migration = migrationIn(await temporaryFolder(), { "a.tsx": text }, core, [rename]);
    expect(textOf(migration, "a.tsx")).toBe(`import ${names} from "core";\n${expected}\n`);
  });

  it("not to an element's name where it is a tag", async () => {
    const rename = operationOf("rename.symbol", { module: "core", from: "Client", to: "client" });
    const texts = { "tag.tsx": `<Client>{Client}</Client>`, "part.tsx": `<Client.Part />` };
    const files = Object.fromEntries(
      Object.entries(texts).map(([path, tag]) => [path, `import { Client } from "core";\nexport const it = ${tag};\n`]),
    );
    const migration = migrationIn(await temporaryFolder(), files, core, [rename]);
    expect(textOf(migration, "tag.tsx")).toBe(
      `import { client as Client } from "core";\nexport const it = <Client>{Client}</Client>;\n`,
    );
    expect(textOf(migration, "part.tsx")).toBe(`import { client } from "core";\nexport const it = <client.Part />;\n`);
  });
});
