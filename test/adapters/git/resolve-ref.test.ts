import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resolveRef } from "../../../src/adapters/git/resolve-ref.js";
import { temporaryFolder } from "../../support/temp.js";
import { repositoryOf } from "./repository.js";

describe.each(["git", "isomorphic"] as const)("resolving refs by %s", (engine) => {
  it.each([
    ["v1.0.0", "1.0.0"],
    ["1.0.0", "v1.0.0"],
    ["v1.0.0", "v1.0.0"],
    ["@acme/core@1.0.0", "1.0.0"],
    ["@acme/core@1.0.0", "@acme/core@1.0.0"],
    ["core-v1.0.0", "1.0.0"],
    ["core-v1.0.0", "@acme/core@1.0.0"],
    ["core/v1.0.0", "1.0.0"],
    ["v1.0.0", "@acme/core@1.0.0"],
    ["release-2024", "release-2024"],
    ["v2.0.0-beta.1", "2.0.0-beta.1"],
    ["v1.2", "1.2"],
  ])("finds the tag %s as %s", async (tag, ref) => {
    const repository = await repositoryOf({ "a.ts": "1" });
    await repository.git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "tag", "-a", "-m", "release", tag);
    const sha = await repository.git("rev-parse", "HEAD");
    await repository.commit({ "a.ts": "2" });

    expect(await resolveRef(repository.dir, ref, { engine })).toEqual({ sha, label: ref });
  });

  it("finds branches, remote branches, HEAD, commits and their abbreviations", async () => {
    const repository = await repositoryOf({ "a.ts": "1" });
    const first = await repository.git("rev-parse", "HEAD");
    await repository.git("branch", "feature/x");
    await repository.git("update-ref", "refs/remotes/origin/next", first);
    const second = await repository.commit({ "a.ts": "2" });

    const refs = ["feature/x", "next", "origin/next", first, first.slice(0, 8), "main", "HEAD", second.slice(0, 12)];
    const found = await Promise.all(refs.map((ref) => resolveRef(repository.dir, ref, { engine })));

    expect(found.map(({ sha }) => sha)).toEqual([first, first, first, first, first, second, second, second]);
  });

  it("prefers the named package's tag, and asks where several packages share a version", async () => {
    const repository = await repositoryOf({ "a.ts": "1" });
    const core = await repository.git("rev-parse", "HEAD");
    await repository.git("tag", "@acme/core@1.0.0");
    await repository.commit({ "a.ts": "2" });
    await repository.git("tag", "@acme/util@1.0.0");

    const found = await resolveRef(repository.dir, "1.0.0", { engine, packageName: "@acme/core" });
    expect(found.sha).toBe(core);
    await expect(resolveRef(repository.dir, "1.0.0", { engine })).rejects.toMatchObject({
      code: "ambiguous-ref",
      message: expect.stringContaining("@acme/core@1.0.0, @acme/util@1.0.0"),
    });
  });

  it("says that a path is missing or is no repository", async () => {
    const folder = await temporaryFolder();
    await expect(resolveRef(join(folder, "none"), "v1", { engine })).rejects.toMatchObject({ code: "path-missing" });
    await expect(resolveRef(folder, "v1", { engine })).rejects.toMatchObject({ code: "not-a-repository" });
  });

  it("says that a repository is empty", async () => {
    await expect(resolveRef((await repositoryOf()).dir, "1.0.0", { engine })).rejects.toMatchObject({
      code: "empty-repository",
    });
  });

  it("names the closest tags where a ref is unknown", async () => {
    const repository = await repositoryOf({ "a.ts": "1" });
    for (const tag of ["v1.0.0", "v1.1.0", "v7.20.1", "nightly"]) await repository.git("tag", tag);

    await expect(resolveRef(repository.dir, "7.20.0", { engine })).rejects.toMatchObject({
      code: "unknown-ref",
      message: expect.stringMatching(
        /^no tag, branch or commit is called "7\.20\.0" .*: did you mean v7\.20\.1, [^\n]*$/,
      ),
    });
  });

  it.each(["HEAD:a.ts", "a b", "x\ny", "", "v1..v2", ":/first", "HEAD@{1}"])("takes %j for no ref", async (ref) => {
    const repository = await repositoryOf({ "a.ts": "1" });
    await expect(resolveRef(repository.dir, ref, { engine })).rejects.toMatchObject({ code: "unknown-ref" });
  });

  it("tells how to complete a shallow clone", async () => {
    const repository = await repositoryOf({ "a.ts": "1" });
    await repository.git("tag", "v1.0.0");
    await repository.commit({ "a.ts": "2" });
    const shallow = join(await temporaryFolder(), "shallow");
    await repository.git("clone", "--quiet", "--depth=1", "--no-tags", `file://${repository.dir}`, shallow);

    await expect(resolveRef(shallow, "v1.0.0", { engine })).rejects.toMatchObject({
      code: "shallow-clone",
      message: expect.stringContaining("git fetch --tags --depth=1 origin v1.0.0"),
    });
  });
});
