import { describe, expect, it } from "vitest";
import type { CoreSources } from "../../../src/domain/core-sources.js";
import type { RemainingUse, Residue } from "../../../src/domain/edit.js";
import type { Operation } from "../../../src/domain/operation.js";
import { migrateSources, type SourceMigration } from "../../../src/migration/edit/migrate-sources.js";
import { takeCensus } from "../../../src/verification/residue/census.js";
import { coreOf, manifestOf, migrationIn, operationOf } from "../../support/migration.js";
import { temporaryFolder } from "../../support/temp.js";

const core = coreOf("core", {
  "index.ts": [
    "export interface Options { color?: string; inner?: { depth?: number } }",
    "export class Old { run(): void {} stop(): void {} }",
    "export function gone(): void {}",
    "export function make(options: Options): Old { return new Old(); }",
    'export type Level = "low" | "high";',
    "export const a = 1;",
    "export const b = 2;",
    "",
  ].join("\n"),
});

const renameClass = operationOf("rename.symbol", { module: "core", from: "Old", to: "Fresh" }, 0.95, "OP001");
const renameMember = operationOf(
  "rename.member",
  { module: "core", container: "Old", from: "run", to: "start" },
  0.95,
  "OP002",
);
const remove = operationOf("remove.symbol", { module: "core", name: "gone" }, 0.95, "OP003");
const renameKey = operationOf(
  "config.key_rename",
  { config: "core.Options", from: "color", to: "colour", files: ["*.yaml"] },
  0.95,
  "OP004",
);

type Files = Readonly<Record<string, string | Uint8Array>>;

async function census(
  files: Files,
  operations: readonly Operation[],
  selection: Partial<SourceMigration> = {},
  from: CoreSources | undefined = core,
): Promise<Residue> {
  const migration = { ...migrationIn(await temporaryFolder(), files, from, operations), ...selection };
  return takeCensus({ ...migration, ...migrateSources(migration), manifest: manifestOf(operations), core: from });
}

function told({ path, line, column, operation, certainty }: RemainingUse): string {
  return `${path}:${line}:${column} ${operation} ${certainty}`;
}

describe("the census", () => {
  it("finds nothing where all is migrated, and says how much it looked at", async () => {
    const files = {
      "a.ts": 'import { Old } from "core";\nconst one = new Old();\none.run();\n',
      "b.ts": '// Old and run are only spoken of here\nexport const text = "run";\n',
      "c.ts": "export const other = 1;\n",
      "README.md": '```ts\nimport { Old } from "core";\nnew Old().run();\n```\n',
      "app.yaml": "color: red\n",
    };
    expect(await census(files, [renameClass, renameMember, renameKey])).toEqual({
      uses: [],
      files_looked_at: 4,
      not_looked_at: [],
      typed: true,
    });
  });

  it("lists what is left out, in edited files and others, where it is after the migration", async () => {
    const files = {
      "a.ts": [
        'import { Old, gone, make } from "core";',
        "// Old.run and gone() are old",
        'const text = "gone";',
        "gone();",
        "const old = new Old(); old.run(); old?.run();",
        'make({ color: "red" })["run"]();',
        "const { run } = old;",
        "",
      ].join("\n"),
      "b.ts": 'import { old } from "./c";\nold.run();\nexport const other = { run: () => 1 }.run();\n',
      "c.ts": 'import { make } from "core";\nexport const old = make({});\n',
      "README.md": 'Text.\n\n```ts\nimport { make } from "core";\nmake({ color: "red" }).run();\n```\n',
      "app.yaml": "color: red\n",
    };
    const operations = [renameClass, renameMember, remove, renameKey];
    const { uses, files_looked_at } = await census(files, operations, { skipped: ["OP002", "OP004"] });
    expect(uses.map(told)).toEqual([
      "README.md:5:8 OP004 certain",
      "README.md:5:24 OP002 certain",
      "a.ts:2:17 OP003 certain",
      "a.ts:6:1 OP003 certain",
      "a.ts:7:30 OP002 certain",
      "a.ts:7:42 OP002 certain",
      "a.ts:8:8 OP004 certain",
      "a.ts:8:25 OP002 certain",
      "a.ts:9:9 OP002 certain",
      "app.yaml:1:1 OP004 certain",
      "b.ts:2:5 OP002 certain",
    ]);
    expect(files_looked_at).toBe(4);
  });

  it("lists what only may be the old API as possible", async () => {
    const files = {
      "a.ts": 'import { make } from "core";\nexport function f(x: any) {\n  make({});\n  x.run();\n}\n',
    };
    const { uses } = await census(files, [renameMember]);
    expect(uses).toEqual([
      {
        path: "a.ts",
        line: 4,
        column: 5,
        operation: "OP002",
        certainty: "possible",
        reason: "the receiver's type is not known",
      },
    ]);
  });

  it("does not take for old what was swapped", async () => {
    const swap = [
      operationOf("rename.symbol", { module: "core", from: "a", to: "b" }, 0.95, "OP001"),
      operationOf("rename.symbol", { module: "core", from: "b", to: "a" }, 0.95, "OP002"),
    ];
    const files = { "x.ts": 'import { a, b } from "core";\nexport const c = a + b;\n' };
    expect((await census(files, swap)).uses).toEqual([]);
    const { uses } = await census(files, swap, { skipped: ["OP001", "OP002"] });
    expect(uses.map(told)).toEqual([
      "x.ts:1:10 OP001 certain",
      "x.ts:1:13 OP002 certain",
      "x.ts:2:18 OP001 certain",
      "x.ts:2:22 OP002 certain",
    ]);
  });

  it("does not believe the migration: what it says is edited, and is there, is left", async () => {
    const files = { "a.ts": 'import { Old } from "core";\nexport const one = new Old();\n' };
    const migration = migrationIn(await temporaryFolder(), files, core, [renameClass]);
    const { results } = migrateSources(migration);
    const after = Buffer.from(`// edited\n${files["a.ts"]}`);
    const changes = [{ path: "a.ts", before: Buffer.from(files["a.ts"]), after }];
    const { uses } = takeCensus({ ...migration, changes, results, manifest: manifestOf([renameClass]), core });
    expect(uses.map(told)).toEqual(["a.ts:2:10 OP001 certain", "a.ts:3:24 OP001 certain"]);
  });

  it("names the files that could not be looked at", async () => {
    const files = {
      "a.ts": 'import { Old } from "core";\nconst = ;;(\n',
      "b.ts": Buffer.from('import { Old } from "core"; // caf\xe9\n', "latin1"),
    };
    const { uses, files_looked_at, not_looked_at } = await census(files, [renameClass]);
    expect(uses).toEqual([]);
    expect(files_looked_at).toBe(0);
    expect(not_looked_at.map(({ path }) => path)).toEqual(["a.ts", "b.ts"]);
  });

  it("goes by imports and names where the core's types could not be had", async () => {
    const files = { "a.ts": 'import { Old } from "core";\nnew Old().run();\n' };
    const migration = migrationIn(await temporaryFolder(), files, undefined, [renameClass, renameMember]);
    const done = migrateSources(migration);
    const manifest = manifestOf([renameClass, renameMember]);
    const { uses, typed } = takeCensus({ ...migration, ...done, manifest, core: undefined });
    expect(typed).toBe(false);
    expect(uses.map(told)).toEqual(["a.ts:2:13 OP002 possible"]);
  });
});
