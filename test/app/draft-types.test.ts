import { expect, test } from "vitest";
import { checkTypes } from "../../src/app/draft-types.js";
import { migrateSources } from "../../src/migration/edit/migrate-sources.js";
import { coreOf, migrationIn } from "../support/migration.js";
import { temporaryFolder } from "../support/temp.js";

test("what an upgrade breaks beyond the manifest is counted where files hand it on, too", async () => {
  const sizeOf = (type: string) => coreOf("core", { "index.ts": `export declare function size(): ${type};\n` });
  const core = { from: sizeOf("number"), to: sizeOf("string") };
  const files = {
    "lib/index.ts": 'export { size } from "core";\n',
    "lib/more.ts": 'export * from ".";\n',
    "a.ts": 'import { size } from "./lib";\nexport const n: number = size();\n',
    "b.mts": 'import { size } from "./lib/more.js";\nexport const n: number = size();\n',
    "apart.ts": "export const n: number = '';\n",
  };
  const migration = { ...migrationIn(await temporaryFolder(), files, core.from, []), core };
  const { types } = checkTypes(migration, migrateSources(migration));
  expect(types?.counts).toEqual({ as_is: 0, bare: 2, migrated: 2 });
  expect([...(types?.bare.keys() ?? [])].sort()).toEqual(["a.ts", "b.mts"]);
});
