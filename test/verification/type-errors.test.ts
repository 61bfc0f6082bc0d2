import { describe, expect, it } from "vitest";
import { migrateSources } from "../../src/migration/edit/migrate-sources.js";
import { countTypeErrors, worsenedFiles } from "../../src/verification/type-errors.js";
import { coreOf, migrationIn, operationOf } from "../support/migration.js";
import { temporaryFolder } from "../support/temp.js";

const from = coreOf("core", { "index.ts": "export const old = (n: number): number => n;\n" });
const to = coreOf("core", { "index.ts": "export const fresh = (n: number): number => n;\n" }, "2.0.0");
const rename = operationOf("rename.callable", { module: "core", from: "old", to: "fresh" });

describe("type errors", () => {
  it("are counted as is, after a bare upgrade and migrated", async () => {
    const files = {
      "tsconfig.json": '{ "compilerOptions": { "strict": true } }',
      "a.ts": 'import { old } from "core";\nexport const one: string = old(1);\n',
      "b.ts":
        'import { old } from "core";\nimport missing from "not-installed";\nimport "not-installed/it.css";\nexport const two = old(missing);\n',
    };
    const migration = migrationIn(await temporaryFolder(), files, from, [rename]);
    const { changes } = migrateSources(migration);
    const report = countTypeErrors({ ...migration, core: { from, to }, changes });
    // Once the import is broken its calls are of type any, so that the error of a.ts hides behind the import's.
    expect(report.counts).toEqual({ as_is: 1, bare: 2, migrated: 1 });
    expect(report.asIs.get("a.ts")).toMatchObject([{ line: 2, code: 2322 }]);
    expect([...report.bare.keys()]).toEqual(["a.ts", "b.ts"]);
    expect(worsenedFiles(report)).toEqual([]);
  });

  it("are counted in JavaScript that has no configuration", async () => {
    const files = { "a.js": 'const { old } = require("core");\nexports.one = old(1);\nexports.two = (x) => x.y;\n' };
    const migration = migrationIn(await temporaryFolder(), files, from, [rename]);
    const { changes } = migrateSources(migration);
    expect(countTypeErrors({ ...migration, core: { from, to }, changes }).counts).toEqual({
      as_is: 0,
      bare: 1,
      migrated: 0,
    });
  });

  it("name the files that a change made worse", async () => {
    const files = { "a.ts": 'import { old } from "core";\nexport const one = old(1);\n' };
    const migration = migrationIn(await temporaryFolder(), files, from, []);
    const after = Buffer.from('import { fresh } from "core";\nexport const one: string = fresh("a", 2);\nlet\n');
    const changes = [{ path: "a.ts", before: Buffer.from(files["a.ts"]), after }];
    expect(worsenedFiles(countTypeErrors({ ...migration, core: { from, to }, changes }))).toEqual(["a.ts"]);
  });
});
