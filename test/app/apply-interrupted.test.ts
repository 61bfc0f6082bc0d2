import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { migrateProgram } from "../../src/cli/programs.js";
import * as files from "../../src/migration/files.js";
import { createScene, DEPENDENT, MIGRATED, type Scene } from "../cli/core-fixture.js";
import { type Finished, runProgram } from "../cli/run-program.js";

vi.mock("../../src/migration/files.js", { spy: true });
afterEach(() => void vi.mocked(files.putState).mockReset());

const SOURCES = {
  ...DEPENDENT,
  "src/zzz.ts": 'import { readText } from "@acme/core";\nexport const z = readText("z", "utf8");\n',
};
const DONE = { ...MIGRATED, "src/zzz.ts": SOURCES["src/zzz.ts"].replaceAll("readText", "readFileText") };

async function contents({ dependent }: Scene): Promise<Record<string, string>> {
  const read = Object.keys(SOURCES).map(
    async (path) => [path, await readFile(join(dependent.dir, path), "utf8")] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}

function apply({ core, dependent, manifest }: Scene): Promise<Finished> {
  const named = ["--manifest", manifest, "--target", dependent.dir, "--core-path", core.dir];
  return runProgram(migrateProgram(), "apply", ...named);
}

function rollback({ dependent }: Scene): Promise<Finished> {
  return runProgram(migrateProgram(), "rollback", "--package", dependent.dir, "--to-version", "0.9.0");
}

/** Lets so many files be written, and none after them: nor is anything put back, as by a process that is killed. */
function endAfter(writes: number): void {
  let written = 0;
  vi.mocked(files.putState).mockImplementation(async (path, state) => {
    written += 1;
    if (written > writes) throw new Error("killed");
    if (state !== null) await files.writeAtomically(path, state.bytes, state.mode);
  });
}

test("an interrupted run is taken up again, and not taken as done", async () => {
  const scene = await createScene(SOURCES);
  endAfter(1);
  expect((await apply(scene)).exitCode).not.toBe(0);
  vi.mocked(files.putState).mockReset();
  expect(Object.values(await contents(scene))).not.toEqual(Object.values(SOURCES));

  expect(await apply(scene)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await contents(scene)).toEqual(DONE);
  expect((await rollback(scene)).stdout).toMatch(
    /2 restored; run it again to undo the earlier part, .*checkpoint_pre_1\.0\.0\n/,
  );
  expect((await rollback(scene)).stdout).toMatch(/1 restored\n/);
  expect(await contents(scene)).toEqual(SOURCES);
});

test("a run that fails half way leaves nothing behind, and can be repeated", async () => {
  const scene = await createScene(SOURCES);
  vi.mocked(files.putState).mockImplementationOnce(() => Promise.reject(new Error("no space left")));
  const failed = await apply(scene);
  expect(failed.stderr).toContain("no space left");
  expect(await contents(scene)).toEqual(SOURCES);
  expect((await rollback(scene)).stderr).toContain("no applied migration from 0.9.0 has a checkpoint here");
  expect(await apply(scene)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await contents(scene)).toEqual(DONE);
});
