import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fc } from "../support/fast-check.js";
import { expect, test } from "vitest";
import { applyManifest } from "../../src/app/apply.js";
import { findCoreTypes } from "../../src/app/core-types.js";
import { rollBackPackage } from "../../src/app/rollback.js";
import type { Manifest } from "../../src/domain/manifest.js";
import { updateCheckpoint } from "../../src/migration/checkpoint.js";
import { readCheckpoint } from "../../src/migration/checkpoint-record.js";
import { composePath } from "../../src/operations/compose/compose.js";
import {
  type Api,
  dependentOf,
  manifestBetween,
  release,
  released,
  sourcesOf,
  START,
} from "../support/release-model.js";
import { temporaryFolder } from "../support/temp.js";

const VERSIONS = ["1.0.0", "2.0.0", "3.0.0"] as const;
const PACKAGE = { "package.json": '{\n  "name": "app",\n  "dependencies": { "core": "^1.0.0" }\n}\n' };

type Files = Readonly<Record<string, string>>;

async function write(root: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

async function read(root: string, files: Files): Promise<Files> {
  const texts = Object.keys(files).map(async (path) => [path, await readFile(join(root, path), "utf8")] as const);
  return Object.fromEntries(await Promise.all(texts));
}

/** As npm does. */
async function install(root: string, api: Api, version: string): Promise<void> {
  const folder = join(root, "node_modules/core");
  await rm(folder, { recursive: true, force: true });
  await write(folder, { "package.json": JSON.stringify({ name: "core", version, types: "index.ts" }) });
  await write(folder, Object.fromEntries(sourcesOf(api, version).files));
}

async function apply(target: string, manifest: Manifest, stops: readonly Manifest[] = []): Promise<void> {
  await applyManifest({
    manifest,
    stops,
    target,
    plan: { thresholds: manifest.provenance.thresholds },
    runId: "0123456789abcdef",
    loadCore: () => findCoreTypes({ manifest, target }),
    rollbackFolder: join(target, "artifacts/rollback"),
  });
}

/** Uses of what is in both versions, in the words of one of them. */
function later(api: Api, other: Api): string {
  return [...api.exports]
    .flatMap(([id, { kind, module, name, members }]) => {
      const there = other.exports.get(id);
      if (there === undefined) return [];
      const line = `import * as more${id} from ${JSON.stringify(api.modules.get(module))};\n`;
      if (kind === "function") return [`${line}export const later${id} = more${id}.${name}();\n`];
      const reads = [...members].filter(([each]) => there.members.has(each)).map(([, each]) => `it.${each}`);
      return [`${line}export const later${id} = (it: more${id}.${name}) => [${reads.join(", ")}];\n`];
    })
    .join("");
}

test("law: rolling back an application restores every byte, and what was written since speaks of the old version", async () => {
  const folder = await temporaryFolder();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(release, fc.boolean(), async (changes, isEdited) => {
      const next = released(START, changes);
      const target = join(folder, String((run += 1)));
      const files = { ...dependentOf(START, START), ...PACKAGE };
      await write(target, files);
      await install(target, START, VERSIONS[0]);
      await apply(target, manifestBetween(START, next, [VERSIONS[0], VERSIONS[1]]));
      const migrated = await read(target, files);
      const wanted: Record<string, string> = { ...files };
      if (isEdited) {
        await install(target, next, VERSIONS[1]);
        for (const path of ["named0.ts", "space2.ts", "new.ts"]) {
          await write(target, { [path]: (migrated[path] ?? "") + later(next, START) });
          wanted[path] = (files[path as keyof typeof files] ?? "") + later(START, next);
        }
      }
      const { conflicts } = await rollBackPackage({ target, toVersion: VERSIONS[0], force: false });
      expect(conflicts).toBe(0);
      expect(await read(target, wanted)).toEqual(wanted);
    }),
    { numRuns: Number(process.env["ONX_LAW_RUNS"] ?? 3) },
  );
}, 240_000);

test("law: a composed migration, rolled back to a version on its way, is the application of what leads there", async () => {
  const folder = await temporaryFolder();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(release, release, async (one, two) => {
      const second = released(START, one);
      const first = manifestBetween(START, second, [VERSIONS[0], VERSIONS[1]]);
      const whole = composePath([first, manifestBetween(second, released(second, two), [VERSIONS[1], VERSIONS[2]])]);
      const files = { ...dependentOf(START, START), ...PACKAGE };
      run += 1;
      const [back, forth] = [join(folder, `back${run}`), join(folder, `forth${run}`)];
      for (const target of [back, forth]) {
        await write(target, files);
        await install(target, START, VERSIONS[0]);
      }
      await apply(back, whole, [first]);
      await apply(forth, first);
      const { reached } = await rollBackPackage({ target: back, toVersion: VERSIONS[1], force: false });
      expect(reached).toBe(VERSIONS[1]);
      expect(await read(back, files)).toEqual(await read(forth, files));
      await rollBackPackage({ target: back, toVersion: VERSIONS[0], force: false });
      expect(await read(back, files)).toEqual(files);
    }),
    { numRuns: Number(process.env["ONX_LAW_RUNS"] ?? 3) },
  );
}, 240_000);

test("a rollback part of the way that was interrupted is taken up again, or goes all the way then", async () => {
  const folder = await temporaryFolder();
  const renamed = (which: number, other: number) => ({ does: "rename", which, other }) as const;
  const second = released(START, [renamed(0, 4), renamed(2, 5)]);
  const third = released(second, [renamed(0, 3), renamed(2, 2)]);
  const first = manifestBetween(START, second, [VERSIONS[0], VERSIONS[1]]);
  const whole = composePath([first, manifestBetween(second, third, [VERSIONS[1], VERSIONS[2]])]);
  const files: Files = { ...dependentOf(START, START), ...PACKAGE };
  for (const toVersion of [VERSIONS[1], VERSIONS[0]]) {
    const target = join(folder, toVersion);
    await write(target, files);
    await install(target, START, VERSIONS[0]);
    await apply(target, whole, [first]);
    const checkpoint = await readCheckpoint(join(target, "artifacts/rollback/checkpoint_pre_3.0.0"));
    await rollBackPackage({ target, toVersion: VERSIONS[1], force: false });
    const halfWay = await read(target, files);
    // As it is for a process that ends before the last file is written.
    await updateCheckpoint(checkpoint);
    await write(target, { "space2.ts": files["space2.ts"]! });
    expect(await rollBackPackage({ target, toVersion, force: false })).toMatchObject({
      conflicts: 0,
      reached: toVersion,
    });
    expect(await read(target, files)).toEqual(toVersion === VERSIONS[1] ? halfWay : files);
  }
});
