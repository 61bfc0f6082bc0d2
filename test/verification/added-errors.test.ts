import { describe, expect, it } from "vitest";
import type { CoreSources } from "../../src/domain/core-sources.js";
import type { Operation } from "../../src/domain/operation.js";
import { migrateSources, type SourceMigrationResult } from "../../src/migration/edit/migrate-sources.js";
import { type CheckedMigration, undoAddedErrors } from "../../src/verification/added-errors.js";
import { TypeErrorCounter } from "../../src/verification/type-errors.js";
import { coreOf, migrationIn, operationOf } from "../support/migration.js";
import { temporaryFolder } from "../support/temp.js";

const from = coreOf("core", {
  "index.ts": "export const parse = (s: string): number => s.length;\nexport class Old { size = 0; }\n",
});

type Files = Readonly<Record<string, string>>;

interface Circumstances {
  readonly core?: CoreSources;
  readonly maxTrials?: number;
}

async function checked(
  to: Files,
  operations: readonly Operation[],
  files: Files,
  { core: old = from, maxTrials }: Circumstances = {},
) {
  const core = { from: old, to: coreOf("core", to, "2.0.0") };
  const migration = { ...migrationIn(await temporaryFolder(), files, old, operations), core };
  const counter = new TypeErrorCounter(migration);
  const result = undoAddedErrors(migration, migrateSources(migration), counter, maxTrials);
  return { ...result, texts: textsOf(result.sources), migration };
}

function textsOf({ changes }: SourceMigrationResult): Files {
  return Object.fromEntries(changes.map(({ path, after }) => [path, Buffer.from(after).toString()]));
}

function undoneOf({ undone }: CheckedMigration): string[] {
  return undone.map(({ path, operation }) => `${path} ${operation}`);
}

const renameParse = operationOf("rename.callable", { module: "core", from: "parse", to: "parseAll" }, 0.95, "OP001");
const renameClass = operationOf("rename.symbol", { module: "core", from: "Old", to: "Fresh" }, 0.95, "OP002");

describe("an operation that adds type errors", () => {
  const to = {
    "index.ts":
      "export const parse = (s: string): number => s.length;\nexport const parseAll = (s: string[]): number[] => [s.length];\nexport class Fresh { size = 0; }\n",
  };
  const files = {
    "a.ts": 'import { Old, parse } from "core";\nexport const n: number = parse("x");\nexport const o = new Old();\n',
    "b.ts": 'import { parse } from "core";\nexport const untyped: any = parse;\n',
  };

  it("is undone in the file, and flagged there, and carried out in others", async () => {
    const result = await checked(to, [renameParse, renameClass], files);
    const todo = "TODO(onx-migrate OP001): use parseAll instead of parse (not done: it would add a type error here)";
    expect(result.texts).toEqual({
      "a.ts": `// ${todo}\nimport { Fresh, parse } from "core";\n// ${todo}\nexport const n: number = parse("x");\nexport const o = new Fresh();\n`,
      "b.ts": 'import { parseAll } from "core";\nexport const untyped: any = parseAll;\n',
    });
    expect(undoneOf(result)).toEqual(["a.ts OP001"]);
    expect(result.undone[0]?.errors).toEqual([
      "line 2: TS2322 Type 'number[]' is not assignable to type 'number'.",
      "line 2: TS2345 Argument of type 'string' is not assignable to parameter of type 'string[]'.",
    ]);
    expect(result.types.counts).toEqual({ as_is: 0, bare: 1, migrated: 0 });
  });

  it("is undone where a person is asked about the line for another reason", async () => {
    const changed = operationOf(
      "change.signature",
      { callable: "core.parse", from: "(s: string): number", to: "(s: string[]): number[]" },
      0.95,
      "OP003",
    );
    const result = await checked(to, [renameParse, renameClass, changed], files);
    expect(undoneOf(result)).toEqual(["a.ts OP001"]);
    expect(result.texts["a.ts"]).toContain('\nexport const n: number = parse("x");\nexport const o = new Fresh();\n');
    expect(result.types.counts.migrated).toBe(0);
  });

  it("is not tried again: a second run changes nothing", async () => {
    const { texts, migration } = await checked(to, [renameParse, renameClass], files);
    const again = { ...migration, readFile: (path: string) => Buffer.from(texts[path] ?? "") };
    const second = undoAddedErrors(again, migrateSources(again), new TypeErrorCounter(again));
    expect(second.sources.changes.map(({ path }) => path)).toEqual([]);
    expect(undoneOf(second)).toEqual(["a.ts OP001"]);
  });
});

describe("what is not undone", () => {
  it("is a rename that brings to light what an import that leads nowhere hid", async () => {
    const to = { "index.ts": "export const parseAll = (s: string): string => s;\n" };
    const lines = ['import { parse } from "core";', 'const n = parse("x");', "n.toFixed();", "n.toPrecision();", ""];
    const result = await checked(to, [renameParse], { "a.ts": lines.join("\n") });
    expect(undoneOf(result)).toEqual([]);
    expect(result.types.counts).toEqual({ as_is: 0, bare: 1, migrated: 2 });
  });

  it("is a rename without which nothing is found, where a person is asked about what it brings to light", async () => {
    const to = { "index.ts": "export const parseAll = (s: string[]): number => s.length;\n" };
    const changed = operationOf(
      "change.signature",
      { callable: "core.parse", from: "(s: string): number", to: "(s: string[]): number" },
      0.95,
      "OP003",
    );
    const files = { "a.ts": 'import { parse } from "core";\nparse("x");\nparse("y");\n' };
    const result = await checked(to, [renameParse, changed], files);
    expect(undoneOf(result)).toEqual([]);
    expect(result.texts["a.ts"]).toContain('parseAll("x")');
  });
});

describe("an edit that leads nowhere", () => {
  const core = coreOf("core", { "index.ts": 'export class Old { static ALL = { ONE: "1", TWO: "2" }; }\n' });
  const to = { "index.ts": 'export class Fresh { static All = { One: "1", TWO: "2" }; }\n' };
  const member = { module: "core", container: "Old", from: "ALL", to: "All", to_container: "Fresh" };
  const renames = [renameClass, operationOf("rename.member", member, 0.95, "OP003")];
  const migrated = async (line: string, operations = renames) => {
    const result = await checked(to, operations, { "a.ts": `import { Old } from "core";\n${line}\n` }, { core });
    return { ...result, lines: result.texts["a.ts"]?.split("\n").slice(1, -1) };
  };
  const todo =
    "// TODO(onx-migrate OP003): use Fresh.All instead of Old.ALL (not done: it would add a type error here)";

  it("is undone at its place, and stays at others", async () => {
    const { lines, undone } = await migrated("export const all = [Old.ALL.ONE, Old.ALL.TWO, Old?.ALL!.ONE];");
    expect(lines).toEqual([todo, "export const all = [Fresh.ALL.ONE, Fresh.All.TWO, Fresh?.ALL!.ONE];"]);
    const error =
      "line 2: TS2551 Property 'ONE' does not exist on type '{ One: string; TWO: string; }'. Did you mean 'One'?";
    expect(undone).toEqual([{ path: "a.ts", operation: "OP003", errors: [error, error] }]);
  });

  it("is undone below what ends a line for the compiler alone", async () => {
    const { lines } = await migrated('const separator = "\u2028";\nexport const one = Old.ALL.ONE;');
    expect(lines).toEqual(['const separator = "\u2028";', todo, "export const one = Fresh.ALL.ONE;"]);
  });

  it("is undone in a pattern", async () => {
    const { lines, undone } = await migrated(
      "export const { ALL: { ONE } } = Old;\nexport const { ALL: { TWO } } = Old;",
    );
    expect(lines).toEqual([todo, "export const { ALL: { ONE } } = Fresh;", "export const { All: { TWO } } = Fresh;"]);
    expect(undone.map(({ operation }) => operation)).toEqual(["OP003"]);
  });

  it("is undone with what leads nowhere without it", async () => {
    const wrong = { module: "core", container: "Old.ALL", from: "ONE", to: "Uno", to_container: "Fresh.All" };
    const operations = [...renames, operationOf("rename.member", wrong, 0.95, "OP004")];
    const { lines, undone } = await migrated("export const one = Old.ALL.ONE;", operations);
    expect(lines?.at(-1)).toBe("export const one = Fresh.ALL.ONE;");
    expect(undone.map(({ operation }) => operation)).toEqual(["OP004", "OP003"]);
  });

  it("is none where the old name had the same error", async () => {
    const { lines, undone } = await migrated("export const none = Old.ALL.NONE;");
    expect(lines).toEqual(["export const none = Fresh.All.NONE;"]);
    expect(undone).toEqual([]);
  });
});

it("operations of one name are undone together where one alone does not help", async () => {
  const core = { "index.ts": from.files.get("index.ts")!, "more.ts": "export const parseAll = (s: string[]) => s;\n" };
  const move = operationOf("rename.import", { from: "core", to: "core/more", symbols: ["parse"] }, 0.95, "OP003");
  const files = { "a.ts": 'import { parse } from "core";\nexport const n: number = parse("x");\n' };
  const result = await checked(core, [renameParse, move], files);
  expect(undoneOf(result)).toEqual(["a.ts OP003", "a.ts OP001"]);
  expect(result.texts["a.ts"]).toContain('\nimport { parse } from "core";\n');
  expect(result.types.counts.migrated).toBe(0);
});

it("tries so often and no more, and says which files it left", async () => {
  const to = { "index.ts": "export const parse = (s: string) => s;\nexport const parseAll = (s: string[]) => s;\n" };
  const text = 'import { parse } from "core";\nparse("x");\n';
  const result = await checked(to, [renameParse], { "a.ts": text, "b.ts": text, "c.ts": text }, { maxTrials: 4 });
  expect(undoneOf(result)).toEqual(["a.ts OP001", "b.ts OP001"]);
  expect(result.unexplored).toEqual(["c.ts"]);
  expect(result.types.counts.migrated).toBe(1);
});
