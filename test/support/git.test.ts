import { existsSync } from "node:fs";

import { expect, test } from "vitest";

import { createGitRepository } from "./git.js";
import { createTemporaryFolder, temporaryFolder } from "./temp.js";

const COMMITS = [
  { files: { "a.txt": "one\n", "lib/b.bin": new Uint8Array([0, 255]) }, tag: "v1.0.0", message: "first" },
  { files: { "a.txt": "two\n", "lib/b.bin": null } },
];

test("a repository has the commits, tags and bytes it was given", async () => {
  const repository = await createGitRepository(COMMITS, await temporaryFolder());
  expect(await repository.git("log", "--reverse", "--format=%s")).toBe("first\ncommit 2");
  expect(await repository.git("ls-tree", "-r", "--name-only", "v1.0.0")).toBe("a.txt\nlib/b.bin");
  expect(await repository.git("ls-tree", "-r", "--name-only", "HEAD")).toBe("a.txt");
  expect(await repository.git("cat-file", "-s", "v1.0.0:lib/b.bin")).toBe("2");
  expect(await repository.git("status", "--porcelain")).toBe("");
});

test("the same commits have the same ids everywhere", async () => {
  const [one, other] = await Promise.all([createGitRepository(COMMITS), createGitRepository(COMMITS)]);
  expect(await one.git("rev-parse", "HEAD")).toBe(await other.git("rev-parse", "HEAD"));
  await Promise.all([one.remove(), other.remove()]);
});

test("a removed folder is gone", async () => {
  const folder = await createTemporaryFolder();
  expect(existsSync(folder.path)).toBe(true);
  await folder.remove();
  expect(existsSync(folder.path)).toBe(false);
});
