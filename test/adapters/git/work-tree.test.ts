import { existsSync } from "node:fs";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readWorkTree } from "../../../src/adapters/git/work-tree.js";
import { temporaryFolder } from "../../support/temp.js";
import { repositoryOf } from "./repository.js";

describe.each(["git", "isomorphic"] as const)("a work tree read by %s", (engine) => {
  it("is clean after a commit, ignored files aside", async () => {
    const repository = await repositoryOf({ "a.ts": "1", ".gitignore": "dist\n" });
    await mkdir(join(repository.dir, "dist"));
    await writeFile(join(repository.dir, "dist/a.js"), "1");

    expect(await readWorkTree(repository.dir, engine)).toEqual({
      root: repository.dir,
      head: await repository.git("rev-parse", "HEAD"),
      changed: [],
    });
  });

  it("lists changed, staged, deleted and new files below the path that was asked for", async () => {
    const repository = await repositoryOf({ "p/a.ts": "1", "p/b.ts": "1", "p/c.ts": "1", "q/d.ts": "1" });
    await repository.write({ "p/a.ts": "22", "p/b.ts": "22", "p/naïve name.ts": "n", "q/d.ts": "22" });
    await repository.git("add", "p/b.ts");
    await rm(join(repository.dir, "p/c.ts"));

    const tree = await readWorkTree(join(repository.dir, "p"), engine);

    expect([...(tree?.changed ?? [])].sort()).toEqual(["p/a.ts", "p/b.ts", "p/c.ts", "p/naïve name.ts"]);
    expect(tree?.root).toBe(repository.dir);
  });

  it("has no head before the first commit", async () => {
    const repository = await repositoryOf();
    await repository.write({ "a.ts": "1" });
    expect(await readWorkTree(repository.dir, engine)).toMatchObject({ head: undefined, changed: ["a.ts"] });
  });

  it("is none outside of a repository and in a bare one", async () => {
    const repository = await repositoryOf({ "a.ts": "1" });
    const folder = await temporaryFolder();
    await repository.git("clone", "--quiet", "--bare", repository.dir, join(folder, "bare.git"));

    expect(await readWorkTree(folder, engine)).toBeUndefined();
    expect(await readWorkTree(join(folder, "bare.git"), engine)).toBeUndefined();
  });
});

it("escapes only the name that is not UTF-8", async () => {
  const repository = await repositoryOf({ "naïve.ts": "1" });
  await repository.write({ "naïve.ts": "22" });
  await writeFile(Buffer.concat([Buffer.from(`${repository.dir}/caf`), Buffer.from([0xe9])]), "e");
  expect((await readWorkTree(repository.dir, "git"))?.changed).toEqual(["naïve.ts", "caf\\xe9"]);
});

it("runs no file monitor that the repository names", async () => {
  const repository = await repositoryOf({ "a.ts": "1" });
  const proof = join(await temporaryFolder(), "ran");
  const script = join(repository.dir, ".git", "monitor");
  await writeFile(script, `#!/bin/sh\ntouch ${proof}\n`);
  await chmod(script, 0o755);
  await repository.git("config", "core.fsmonitor", script);

  expect((await readWorkTree(repository.dir, "git"))?.changed).toEqual([]);
  expect(existsSync(proof)).toBe(false);
});
