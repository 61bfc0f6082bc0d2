import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fc } from "../../support/fast-check.js";
import { describe, expect, it } from "vitest";
import { openDirectoryRegistry } from "../../../src/adapters/registry/directory.js";
import { findPath, shortestPath, startsOf } from "../../../src/adapters/registry/find-path.js";
import type { EntryFiles, ManifestKey } from "../../../src/adapters/registry/manifest-registry.js";
import { temporaryFolder } from "../../support/temp.js";

const CORE = { package: "@acme/core", from: "0.9.0", to: "1.0.0" };

function filesOf(files: Readonly<Record<string, string>>): EntryFiles {
  return new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
}

const FILES = filesOf({ "change_manifest.yaml": "manifest_version: 1\n", "patches/a.patch": "--- a\n" });

describe("a directory registry", () => {
  it("gives back what was published, under the full name and the short one", async () => {
    const root = await temporaryFolder();
    const registry = openDirectoryRegistry(root);

    const published = await registry.publish(CORE, FILES);

    expect(published).toMatchObject({ uri: "registry://core_migrations/@acme/core/0.9.0_1.0.0", created: true });
    for (const uri of [published.uri, "registry://core_migrations/0.9.0_1.0.0"]) {
      expect(await registry.resolve(uri)).toEqual({
        key: CORE,
        uri: published.uri,
        digest: published.digest,
        files: FILES,
      });
    }
    const readable = join(root, "core_migrations/@acme/core/0.9.0_1.0.0/files/change_manifest.yaml");
    expect(readFileSync(readable, "utf8")).toBe("manifest_version: 1\n");
  });

  it("takes the same bytes again as done, and refuses others", async () => {
    const root = await temporaryFolder();
    const registry = openDirectoryRegistry(root);
    const first = await registry.publish(CORE, FILES);

    const reversed = new Map([...FILES].reverse());
    expect(await registry.publish(CORE, reversed)).toEqual({ ...first, created: false });
    await expect(registry.publish(CORE, filesOf({ "change_manifest.yaml": "other" }))).rejects.toMatchObject({
      code: "manifest-already-published",
    });
    expect((await registry.resolve(first.uri)).files).toEqual(FILES);
    expect(readdirSync(root)).toEqual(["core_migrations"]);
  });

  it("lets one of many publishers at once make the entry", async () => {
    const registry = openDirectoryRegistry(await temporaryFolder());
    const results = await Promise.all(Array.from({ length: 8 }, () => registry.publish(CORE, FILES)));
    expect(results.filter(({ created }) => created)).toHaveLength(1);
  });

  it("lists entries by package and version", async () => {
    const registry = openDirectoryRegistry(await temporaryFolder());
    const keys = [CORE, { ...CORE, from: "1.0.0", to: "2.0.0-rc.1+b" }, { package: "zoo", from: "1.0", to: "2.0" }];
    for (const key of [...keys].reverse()) {
      await registry.publish(key, filesOf({ digest: "a file of this name", "x/digest": "and another" }));
    }
    expect(await registry.list()).toEqual(keys);
    await expect(registry.resolve("registry://core_migrations/0.9.0_1.0.0")).rejects.toMatchObject({
      code: "registry-package-unclear",
      message: expect.stringContaining("@acme/core, zoo"),
    });
  });

  it("says what there is where a manifest is not published", async () => {
    const registry = openDirectoryRegistry(await temporaryFolder());
    await expect(registry.resolve("registry://core_migrations/1_2")).rejects.toMatchObject({
      code: "registry-package-unclear",
    });
    await registry.publish(CORE, FILES);
    await expect(registry.resolve("registry://core_migrations/@acme/core/1.0.0_2.0.0")).rejects.toMatchObject({
      code: "manifest-not-published",
      message: expect.stringContaining("there are 0.9.0_1.0.0"),
    });
  });

  it("notices that an entry was changed by hand", async () => {
    const root = await temporaryFolder();
    const registry = openDirectoryRegistry(root);
    const { uri } = await registry.publish(CORE, FILES);
    writeFileSync(join(root, "core_migrations/@acme/core/0.9.0_1.0.0/files/change_manifest.yaml"), "forged");
    await expect(registry.resolve(uri)).rejects.toMatchObject({ code: "manifest-spoilt" });
  });

  it.each([
    { ...CORE, package: "../up" },
    { ...CORE, package: "@acme/.." },
    { ...CORE, package: "a/b/c" },
    { ...CORE, from: ".." },
    { ...CORE, to: "1/2" },
    { ...CORE, to: "1_2" },
    { ...CORE, from: "" },
  ])("publishes nothing as %j", async (key) => {
    const root = await temporaryFolder();
    await expect(openDirectoryRegistry(root).publish(key, FILES)).rejects.toMatchObject({
      code: "registry-key-invalid",
    });
    expect(readdirSync(root)).toEqual([]);
  });

  it.each(["../up", "/etc/passwd", "a/../b", "a//b", "a\\b", "", "a\0b", "."])("publishes no file %j", async (path) => {
    const root = await temporaryFolder();
    await expect(openDirectoryRegistry(root).publish(CORE, filesOf({ [path]: "x" }))).rejects.toMatchObject({
      code: "registry-path-invalid",
    });
    expect(readdirSync(root)).toEqual([]);
  });

  it.each(["registry://other/1_2", "registry://core_migrations/../../x/1_2", "registry://core_migrations/1.0.0", "x"])(
    "resolves no %s",
    async (uri) => {
      const registry = openDirectoryRegistry(await temporaryFolder());
      await expect(registry.resolve(uri)).rejects.toMatchObject({ code: "registry-uri-invalid" });
    },
  );
});

describe("the path of manifests", () => {
  function step(from: string, to: string): ManifestKey {
    return { package: "core", from, to };
  }

  it("is the shortest, of the asked package alone", async () => {
    const registry = openDirectoryRegistry(await temporaryFolder());
    const keys = [
      step("1", "2"),
      step("2", "3"),
      step("3", "4"),
      step("2", "4"),
      { ...step("1", "4"), package: "zoo" },
    ];
    for (const key of keys) await registry.publish(key, FILES);

    expect(await findPath(registry, step("1", "4"))).toEqual([step("1", "2"), step("2", "4")]);
    expect(await findPath(registry, step("4", "1"))).toBeUndefined();
    expect(await findPath(registry, step("3", "3"))).toEqual([]);
  });

  it("leads from the one to the other, whatever is published", () => {
    const version = fc.constantFrom("1", "2", "3", "4", "5");
    const keys = fc.array(fc.tuple(version, version).map(([from, to]) => step(from, to)));
    fc.assert(
      fc.property(keys, version, version, (known, from, to) => {
        const path = shortestPath(known, from, to);
        expect(path !== undefined).toBe(reachable(known, from).has(to));
        if (path === undefined) return;
        expect([from, ...path.map((key) => key.to)].at(-1)).toBe(to);
        expect(path.map((key) => key.from)).toEqual([from, ...path.map((key) => key.to)].slice(0, -1));
        expect(new Set(path.map((key) => key.to)).size).toBe(path.length);
        expect(startsOf(known, to).includes(from)).toBe(from !== to);
      }),
    );
  });

  function reachable(known: readonly ManifestKey[], from: string): Set<string> {
    const found = new Set([from]);
    for (let size = 0; size !== found.size;) {
      size = found.size;
      for (const key of known) if (found.has(key.from)) found.add(key.to);
    }
    return found;
  }
});
