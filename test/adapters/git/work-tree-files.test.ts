import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listWorkTreeFiles } from "../../../src/adapters/git/work-tree-files.js";
import { temporaryFolder } from "../../support/temp.js";
import { repositoryOf } from "./repository.js";

describe.each(["git", "isomorphic"] as const)("files of a work tree listed by %s", (engine) => {
  it("are those that git tracks or would track, below the path", async () => {
    const repository = await repositoryOf({ "p/a.ts": "1", "p/sub/b.ts": "1", "q/c.ts": "1", ".gitignore": "dist\n" });
    await repository.write({ "p/new.ts": "1", "p/dist/a.js": "1" });
    await mkdir(join(repository.dir, "p/empty"));
    await symlink("a.ts", join(repository.dir, "p/link"));

    expect(await listWorkTreeFiles(join(repository.dir, "p"), engine)).toEqual(["a.ts", "link", "new.ts", "sub/b.ts"]);
    expect(await listWorkTreeFiles(repository.dir, engine)).toContain("q/c.ts");
    expect(await listWorkTreeFiles(await temporaryFolder(), engine)).toBeUndefined();
  });
});
