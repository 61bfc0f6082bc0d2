import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openGitTree } from "../../../src/adapters/git/source-tree.js";
import { temporaryFolder } from "../../support/temp.js";
import { repositoryOf } from "./repository.js";

function text(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString("utf8");
}

describe.each(["git", "isomorphic"] as const)("a tree read by %s", (engine) => {
  it("lists files, links and submodules sorted by path, with their contents", async () => {
    const repository = await repositoryOf({
      "src/b.ts": "export const b = 1;\n",
      "src/a.ts": "export const a = 1;\n",
      "src-x.ts": "x",
      run: "#!/bin/sh\n",
    });
    await symlink("src/a.ts", join(repository.dir, "link"));
    await repository.commit({});
    await repository.git("update-index", "--chmod=+x", "run");
    const sub = "1".repeat(40);
    await repository.git("update-index", "--add", "--cacheinfo", `160000,${sub},vendor/lib`);
    await repository.git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-qm", "submodule");
    await repository.git("tag", "v1.0.0");

    const tree = await openGitTree(repository.dir, "1.0.0", { engine });

    expect(tree.entries.map(({ path, kind, executable }) => [path, kind, executable])).toEqual([
      ["link", "symlink", false],
      ["run", "file", true],
      ["src-x.ts", "file", false],
      ["src/a.ts", "file", false],
      ["src/b.ts", "file", false],
      ["vendor/lib", "submodule", false],
    ]);
    expect(tree).toMatchObject({
      label: "1.0.0",
      revision: await repository.git("rev-parse", "HEAD"),
      treeId: await repository.git("rev-parse", "HEAD^{tree}"),
    });
    const oid = new Map(tree.entries.map((entry) => [entry.path, entry.oid]));
    const wanted = ["src/a.ts", "link", "src/a.ts"].map((path) => oid.get(path)!);
    const contents = await tree.read(wanted);
    expect(contents.size).toBe(2);
    expect(text(contents.get(wanted[0]!))).toBe("export const a = 1;\n");
    expect(text(contents.get(wanted[1]!))).toBe("src/a.ts");
    await expect(tree.read([sub])).rejects.toMatchObject({ code: "git-object-missing" });
    await expect(tree.read([tree.treeId])).rejects.toMatchObject({ code: "git-object-missing" });
    expect((await tree.read(wanted)).size).toBe(2);
  });

  it("keeps bytes that are no text, empty files and big ones", async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const big = Buffer.alloc(20_000_000, "0123456789\n");
    const repository = await repositoryOf({ bytes, "empty.ts": "", "generated.js": big });

    const tree = await openGitTree(repository.dir, "main", { engine });

    const contents = await tree.read(tree.entries.map((entry) => entry.oid));
    const [first, second, third] = tree.entries.map((entry) => Buffer.from(contents.get(entry.oid)!));
    expect(first!.equals(bytes)).toBe(true);
    expect(second!.length).toBe(0);
    expect(third!.equals(big)).toBe(true);
  });

  it("escapes the bytes of names that are not UTF-8 and sorts by code unit", async () => {
    const repository = await repositoryOf({ "\u{1F600}.ts": "face", "\uFF01.ts": "mark", "naïve.ts": "n" });
    await writeFile(
      Buffer.concat([Buffer.from(join(repository.dir, "caf")), Buffer.from([0xe9]), Buffer.from(".ts")]),
      "e",
    );
    await repository.commit({});

    const tree = await openGitTree(repository.dir, "HEAD", { engine });

    expect(tree.entries.map((entry) => entry.path)).toEqual(["caf\\xe9.ts", "naïve.ts", "\u{1F600}.ts", "\uFF01.ts"]);
  });

  it("reads a bare clone, a folder inside a repository and a linked work tree", async () => {
    const repository = await repositoryOf({ "packages/core/index.ts": "1" });
    await repository.git("branch", "side");
    const folder = await temporaryFolder();
    await repository.git("clone", "--quiet", "--bare", repository.dir, join(folder, "bare.git"));
    await repository.git("worktree", "add", "--quiet", join(folder, "linked"), "side");

    for (const path of [join(folder, "bare.git"), join(repository.dir, "packages/core"), join(folder, "linked")]) {
      const tree = await openGitTree(path, "HEAD", { engine });
      expect(tree.entries.map((entry) => entry.path)).toEqual(["packages/core/index.ts"]);
    }
  });

  it("says so of a damaged object", async () => {
    const repository = await repositoryOf({ "a.ts": "1" });
    const oid = await repository.git("rev-parse", "HEAD:a.ts");
    const file = join(repository.dir, ".git/objects", oid.slice(0, 2), oid.slice(2));
    await chmod(file, 0o644);
    await writeFile(file, "damaged");
    const tree = await openGitTree(repository.dir, "HEAD", { engine });

    await expect(tree.read([oid])).rejects.toMatchObject({ code: expect.stringMatching(/^git-/) });
  });

  it("ignores replacement objects", async () => {
    const repository = await repositoryOf({ "a.ts": "real" });
    await writeFile(join(repository.dir, "a.ts"), "forged");
    const forged = await repository.git("hash-object", "-w", "a.ts");
    await repository.git("replace", await repository.git("rev-parse", "HEAD:a.ts"), forged);

    const tree = await openGitTree(repository.dir, "HEAD", { engine });

    const contents = await tree.read(tree.entries.map((entry) => entry.oid));
    expect([...contents.values()].map(text)).toEqual(["real"]);
  });
});

describe("a tree read by the git binary", () => {
  it("costs two processes: one that lists and one that answers", async () => {
    const repository = await repositoryOf({ "a.ts": "1", "b.ts": "2" });
    await repository.git("tag", "v1.0.0");
    const folder = await temporaryFolder();
    const log = join(folder, "log");
    const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
    await writeFile(join(folder, "git"), `#!/bin/sh\necho "$@" >> ${log}\nexec ${real} "$@"\n`, { mode: 0o755 });
    vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
    onTestFinished(() => void vi.unstubAllEnvs());

    const tree = await openGitTree(repository.dir, "1.0.0");
    for (const { oid } of tree.entries) await tree.read([oid]);

    const commands = (await readFile(log, "utf8"))
      .trim()
      .split("\n")
      .map((line) => /ls-tree|cat-file|$/.exec(line)?.[0]);
    expect(commands).toEqual(["cat-file", "ls-tree"]);
  });

  it("answers many askers at once, each with its own objects", async () => {
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}.ts`, `content ${index}`]));
    const tree = await openGitTree((await repositoryOf(files)).dir, "HEAD", { engine: "git" });

    const answers = await Promise.all(tree.entries.map((entry) => tree.read([entry.oid])));

    const expected = tree.entries.map((entry) => files[entry.path]);
    expect(answers.map((answer, index) => text(answer.get(tree.entries[index]!.oid)))).toEqual(expected);
  });

  it("carries out nothing that the repository's configuration names", async () => {
    const repository = await repositoryOf({ "a.ts": "1" });
    const proof = join(await temporaryFolder(), "ran");
    for (const key of ["core.fsmonitor", "core.pager", "core.sshCommand", "credential.helper", "filter.x.smudge"]) {
      await repository.git("config", key, `touch ${proof}`);
    }
    await repository.git("config", "extensions.partialClone", "origin");
    await repository.git("config", "remote.origin.url", `ext::sh -c "touch% ${proof}"`);
    await repository.git("config", "remote.origin.promisor", "true");
    await repository.git("config", "protocol.ext.allow", "always");

    const tree = await openGitTree(repository.dir, "main", { engine: "git" });
    await expect(tree.read(["2".repeat(40)])).rejects.toMatchObject({ code: "git-object-missing" });

    expect(existsSync(proof)).toBe(false);
  });
});
