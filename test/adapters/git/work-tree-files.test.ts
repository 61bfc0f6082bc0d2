import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listWorkTreeFiles } from "../../../src/adapters/git/work-tree-files.js";
import { createGitRepository } from "../../support/git.js";
import { temporaryFolder } from "../../support/temp.js";

const ENGINES = ["git", "isomorphic"] as const;

test.each(ENGINES)("%s lists what is tracked or would be, relative to the asked folder", async (engine) => {
  const repository = await createGitRepository(
    [{ files: { ".gitignore": "ignored/\n*.log\n", "a.ts": "", "sub/b.ts": "", "sub/gone.ts": "", "ünï.ts": "" } }],
    await temporaryFolder(),
  );
  await repository.write({ "sub/new.ts": "", "sub/x.log": "", "ignored/c.ts": "" });
  await rm(join(repository.dir, "sub/gone.ts"));
  await symlink("sub", join(repository.dir, "alias"));
  expect(await listWorkTreeFiles(repository.dir, engine)).toEqual([
    ".gitignore",
    "a.ts",
    "alias",
    "sub/b.ts",
    "sub/gone.ts",
    "sub/new.ts",
    "ünï.ts",
  ]);
  expect(await listWorkTreeFiles(join(repository.dir, "sub"), engine)).toEqual(["b.ts", "gone.ts", "new.ts"]);
});

test("a name that is not UTF-8 is escaped and leaves the others as they are", async () => {
  const repository = await createGitRepository([{ files: { "ünï.ts": "" } }], await temporaryFolder());
  await writeFile(Buffer.concat([Buffer.from(join(repository.dir, "odd")), Buffer.from([0xff])]), "");
  expect(await listWorkTreeFiles(repository.dir, "git")).toEqual([String.raw`odd\xff`, "ünï.ts"]);
});

test.each(ENGINES)("%s: outside of a work tree there is nothing to list", async (engine) => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "sub"));
  expect(await listWorkTreeFiles(join(folder, "sub"), engine)).toBeUndefined();
});
