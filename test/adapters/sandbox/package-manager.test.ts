import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { bestLevel } from "../../../src/adapters/sandbox/check.js";
import { detectPackageManager } from "../../../src/adapters/sandbox/package-manager.js";
import { runPackageManager, updateLockfile } from "../../../src/adapters/sandbox/run-package-manager.js";
import { temporaryFolder } from "../../support/temp.js";
import { serveRegistry } from "../registry/local-registry.js";
import { packageOf } from "../registry/tarballs.js";

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

describe("detectPackageManager", () => {
  const berry = "__metadata:\n  version: 8\n";
  it.each([
    [{ "package-lock.json": "{}" }, "npm"],
    [{ "npm-shrinkwrap.json": "{}" }, "npm"],
    [{ "pnpm-lock.yaml": "" }, "pnpm"],
    [{ "bun.lock": "" }, "bun"],
    [{ "yarn.lock": "# yarn lockfile v1\n" }, "yarn-classic"],
    [{ "yarn.lock": berry }, "yarn-berry"],
    [{ "yarn.lock": "", "package.json": '{"packageManager":"yarn@4.1.0"}' }, "yarn-berry"],
    [{ "yarn.lock": berry, "package.json": '{"packageManager":"yarn@1.22.22+sha1.0"}' }, "yarn-classic"],
    [{ "package-lock.json": "{}", "pnpm-lock.yaml": "", "package.json": '{"packageManager":"npm@10.0.0"}' }, "npm"],
    [{ "package-lock.json": "{}", "package.json": "{broken" }, "npm"],
  ])("takes %j for %s", async (files, manager) => {
    const root = await folderOf(files);
    expect(await detectPackageManager(root, root)).toMatchObject({ manager, root });
  });

  it("finds the workspaces' root above a package, and nothing above the repository", async () => {
    const root = await folderOf({
      "pnpm-lock.yaml": "",
      "packages/a/package.json": "{}",
      "other/b/package.json": "{}",
    });

    expect(await detectPackageManager(join(root, "packages/a"), root)).toEqual({
      manager: "pnpm",
      root,
      lockfile: "pnpm-lock.yaml",
    });
    expect(await detectPackageManager(join(root, "other/b"), join(root, "other"))).toBeUndefined();
  });
});

const sandboxed = (await bestLevel()) !== "none";
if (!sandboxed) console.warn("skipped: neither bubblewrap (bwrap) nor unshare(1) works on this machine");

describe.each(["sandbox", "user"] as const)("a package manager run in isolation %s", (isolation) => {
  it.skipIf(isolation === "sandbox" && !sandboxed)("brings the lockfile along and runs no script", async () => {
    const manifest = { name: "core", version: "2.0.0", scripts: { install: "touch ../../ran" } };
    const core = packageOf({ "package.json": JSON.stringify(manifest) });
    const { env } = await serveRegistry({ core: { "2.0.0": core } });
    const folder = await folderOf({
      ".npmrc": `registry=${env["npm_config_registry"]}\n`,
      "package.json": JSON.stringify({
        name: "dependent",
        version: "1.0.0",
        dependencies: { core: "^2.0.0" },
        scripts: { preinstall: "touch ran" },
      }),
      "package-lock.json": JSON.stringify({ name: "dependent", version: "1.0.0", lockfileVersion: 3, packages: {} }),
    });
    const found = await detectPackageManager(folder, folder);

    const outcome = await updateLockfile(found!, { isolation, env });

    expect(outcome).toMatchObject({ ok: true });
    expect(JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8"))).toMatchObject({
      packages: { "node_modules/core": { version: "2.0.0" } },
    });
    await expect(readFile(join(folder, "ran"))).rejects.toThrow("ENOENT");
  });

  it.skipIf(isolation === "sandbox" && !sandboxed)("says that the registry cannot be reached", async () => {
    const folder = await folderOf({
      ".npmrc": "registry=http://127.0.0.1:1/\nfetch-retries=0\n",
      "package.json": JSON.stringify({ name: "dependent", dependencies: { core: "^2.0.0" } }),
      "package-lock.json": "{}",
    });
    const found = await detectPackageManager(folder, folder);

    expect(await updateLockfile(found!, { isolation })).toMatchObject({
      ok: false,
      reason: "npm cannot reach the package registry",
    });
  });

  it.skipIf(isolation === "sandbox" && !sandboxed)("passes on why the manager failed", async () => {
    const folder = await folderOf({ "package.json": "{broken" });
    const outcome = await runPackageManager({ cwd: folder, manager: "npm", args: ["pkg", "get"], isolation });
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringMatching(/^npm failed: .*(JSON|parse)/i) });
  });
});

it("says that a manager is not installed", async () => {
  const folder = await folderOf({});
  const request = {
    cwd: folder,
    manager: "pnpm",
    args: ["install"],
    isolation: "user",
    env: { PATH: folder },
  } as const;
  expect(await runPackageManager(request)).toMatchObject({ ok: false, reason: "pnpm is not installed" });
});
