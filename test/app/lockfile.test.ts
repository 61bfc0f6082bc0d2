import { chmod, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { refreshLockfiles } from "../../src/app/lockfile.js";
import { temporaryFolder } from "../support/temp.js";

const LOCK = '{ "lockfileVersion": 3 }\n';

/** A dependent with a package of its own in `packages/a`, and a folder outside that is none of its business. */
async function dependent() {
  const folder = await temporaryFolder();
  const [target, outside] = [join(folder, "target"), join(folder, "outside")];
  await mkdir(join(target, "packages/a"), { recursive: true });
  await mkdir(outside);
  await writeFile(join(target, "package.json"), "{}");
  await writeFile(join(target, "packages/a/package.json"), '{ "main": "./evil.js" }');
  return { folder, target, outside };
}

/** Has `npm` be this script, as code of the repository that the real one was made to run. */
async function npmIs(folder: string, script: string): Promise<void> {
  await mkdir(join(folder, "bin"));
  await writeFile(join(folder, "bin/npm"), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, "bin/npm"), 0o755);
  const path = process.env["PATH"] ?? "";
  process.env["PATH"] = [join(folder, "bin"), path].join(delimiter);
  onTestFinished(() => {
    process.env["PATH"] = path;
  });
}

test("a folder that the package manager put a link in place of is not written through", async () => {
  const { folder, target, outside } = await dependent();
  await writeFile(join(target, "package-lock.json"), LOCK);
  await npmIs(folder, `rm -r packages/a && ln -s ${outside} packages/a`);
  const refreshed = refreshLockfiles(target, ["package.json", "packages/a/package.json"], { isolation: "user" });
  await expect(refreshed).rejects.toMatchObject({ code: "unsafe-path" });
  expect(await readdir(outside)).toEqual([]);
});

test("a lockfile that the package manager put a link in place of is not read through", async () => {
  const { folder, target, outside } = await dependent();
  await writeFile(join(target, "package-lock.json"), LOCK);
  await writeFile(join(outside, "secret"), "secret");
  await npmIs(folder, `ln -sf ${outside}/secret package-lock.json`);
  const refreshed = refreshLockfiles(target, ["package.json"], { isolation: "user" });
  await expect(refreshed).rejects.toMatchObject({ code: "unsafe-path" });
});

test("a lockfile that is a link is left alone, and noted", async () => {
  const { folder, target, outside } = await dependent();
  await writeFile(join(outside, "package-lock.json"), LOCK);
  await symlink(join(outside, "package-lock.json"), join(target, "package-lock.json"));
  await npmIs(folder, "touch started");
  expect(await refreshLockfiles(target, ["package.json"], { isolation: "user" })).toEqual({
    transitions: [],
    notes: ["package-lock.json was not brought along: it is a symbolic link"],
  });
  expect(await readdir(target)).not.toContain("started");
});
