import { readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withDependentLock } from "../../src/app/dependent-lock.js";
import { temporaryFolder } from "../support/temp.js";

test("one at a time works in a folder, and leaves nothing there", async () => {
  const folder = await temporaryFolder();
  await withDependentLock(folder, async () => {
    await expect(withDependentLock(folder, async () => {})).rejects.toMatchObject({ code: "dependent-locked" });
  });
  await expect(withDependentLock(folder, async () => "done")).resolves.toBe("done");
  expect(await readdir(folder)).toEqual([]);
});

test.each(["nowhere", ".."])("a link to %s in place of the lock's folder is refused", async (to) => {
  const folder = await temporaryFolder();
  await symlink(to, join(folder, ".onx"));
  await expect(withDependentLock(folder, async () => {})).rejects.toMatchObject({ code: "unsafe-path" });
});
