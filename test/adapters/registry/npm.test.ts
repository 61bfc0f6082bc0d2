import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nearestVersions } from "../../../src/adapters/registry/npm-errors.js";
import { createNpmResolver, openNpmPackage } from "../../../src/adapters/registry/npm.js";
import { temporaryFolder } from "../../support/temp.js";
import { npmEnvironment, serveRegistry } from "./local-registry.js";
import { packageOf } from "./tarballs.js";

function versionOf(name: string, version: string): Buffer {
  return packageOf({ "package.json": JSON.stringify({ name, version }), "index.js": `// ${version}\n` });
}

function versionsOf(name: string, versions: readonly string[]): Record<string, Buffer> {
  return Object.fromEntries(versions.map((version) => [version, versionOf(name, version)]));
}

describe("openNpmPackage", () => {
  it("opens an exact version, a range and a dist-tag of a scoped package", async () => {
    const { env } = await serveRegistry({ "@acme/core": versionsOf("@acme/core", ["1.0.0", "1.4.2", "2.0.0"]) });

    for (const [asked, got] of [
      ["1.0.0", "1.0.0"],
      ["^1.0.0", "1.4.2"],
      ["latest", "2.0.0"],
    ] as const) {
      const tree = await openNpmPackage("@acme/core", asked, { env });
      expect(tree.label).toBe(asked);
      expect(tree.entries.map(({ path }) => path)).toEqual(["index.js", "package.json"]);
      const contents = await tree.read([tree.entries[0]!.oid]);
      expect(Buffer.from(contents.get(tree.entries[0]!.oid)!).toString()).toBe(`// ${got}\n`);
    }
  });

  it("fetches an exact version once with a cache, and again where the cached bytes were changed", async () => {
    const { env, requests } = await serveRegistry({ core: versionsOf("core", ["1.0.0"]) });
    const cacheDir = join(await temporaryFolder(), "cache");

    const first = await openNpmPackage("core", "1.0.0", { env, cacheDir });
    const asked = requests.length;
    const second = await openNpmPackage("core", "1.0.0", { env, cacheDir });
    expect(requests.length).toBe(asked);
    expect(second.revision).toBe(first.revision);

    const [file] = await readdir(cacheDir);
    await writeFile(join(cacheDir, file!), "spoilt");
    expect((await openNpmPackage("core", "1.0.0", { env, cacheDir })).revision).toBe(first.revision);
    expect(await readdir(cacheDir)).toEqual([file]);
  });

  it("names the nearest versions of an unknown one", async () => {
    const { env } = await serveRegistry({ core: versionsOf("core", ["1.0.0", "1.1.0", "2.0.0", "3.0.0"]) });

    await expect(openNpmPackage("core", "1.5.0", { env })).rejects.toMatchObject({
      code: "version-unknown",
      message: "core has no version 1.5.0: nearest are 1.0.0, 1.1.0, 2.0.0, 3.0.0",
    });
  });

  it("says that a package is unknown", async () => {
    const { env } = await serveRegistry({});
    await expect(openNpmPackage("@acme/none", "1.0.0", { env })).rejects.toMatchObject({
      code: "package-unknown",
      message: expect.stringContaining("@acme/none"),
    });
  });

  it("says that the registry cannot be reached", async () => {
    const env = await npmEnvironment(1);
    await expect(openNpmPackage("core", "1.0.0", { env })).rejects.toMatchObject({ code: "registry-unreachable" });
  });

  it.each([
    ["../core", "1.0.0", "package-name-invalid"],
    ["core", "file:../core", "version-invalid"],
    ["core", "git+https://example.org/core.git", "version-invalid"],
    ["--registry", "1.0.0", "package-name-invalid"],
  ])("takes %s@%s for nothing published", async (name, version, code) => {
    await expect(openNpmPackage(name, version)).rejects.toMatchObject({ code });
  });
});

describe("createNpmResolver", () => {
  it("resolves ranges and aliases, once each", async () => {
    const { env } = await serveRegistry({ "left-pad": versionsOf("left-pad", ["1.0.0", "1.3.0", "2.0.0"]) });
    const resolve = createNpmResolver({ env });

    const [first, again, aliased] = [
      await resolve("left-pad", "^1.0.0"),
      await resolve("left-pad", "^1.0.0"),
      await resolve("pad", "npm:left-pad@~1.3.0"),
    ];

    expect(again).toBe(first);
    expect(aliased?.treeId).toBe(first?.treeId);
  });

  it("has nothing for what no registry serves", async () => {
    const { env } = await serveRegistry({ core: versionsOf("core", ["1.0.0"]) });
    const resolve = createNpmResolver({ env });

    const ranges = ["workspace:*", "file:../x", "github:acme/core", "^9.0.0", "npm:--x@1"];
    expect(await Promise.all(ranges.map((range) => resolve("core", range)))).toEqual(ranges.map(() => undefined));
    expect(await resolve("absent", "1.0.0")).toBeUndefined();
  });
});

it("finds the versions around one that is missing", () => {
  const versions = ["1.0.0", "1.2.0", "1.10.0", "2.0.0", "2.1.0"];
  expect(nearestVersions("1.5.0", versions)).toEqual(["1.0.0", "1.2.0", "1.10.0", "2.0.0"]);
  expect(nearestVersions("9.0.0", versions)).toEqual(["2.0.0", "2.1.0"]);
  expect(nearestVersions("next", versions)).toEqual(["1.2.0", "1.10.0", "2.0.0", "2.1.0"]);
});
