import { describe, expect, it } from "vitest";
import { CoreMount } from "../../../../src/languages/typescript/mount/core-mount.js";

const mount = new CoreMount({
  version: "1.0.0",
  files: new Map([
    ["packages/a/src/index.ts", "export * from './b.js';"],
    ["packages/a/src/b.tsx", ""],
    ["packages/a/src/deep/index.d.ts", ""],
    ["packages/a/lib/plain.js", ""],
    ["packages/a-b/index.js", ""],
  ]),
  packages: [
    { name: "a", root: "packages/a/", modules: new Map([["a", "packages/a/src/index.ts"]]) },
    { name: "a-b", root: "packages/a-b/", modules: new Map([["a-b", "packages/a-b/index.js"]]) },
  ],
});
const index = mount.resolve("a", "/dependent/x.ts")!;

describe("a mounted core", () => {
  it.each([
    ["a module by its name", "a", "/dependent/x.ts", "packages/a/src/index.ts"],
    ["another of its packages from inside", "a-b", index, "packages/a-b/index.js"],
    ["an emitted extension as its source", "./b.js", index, "packages/a/src/b.tsx"],
    ["a folder as its index", "./deep", index, "packages/a/src/deep/index.d.ts"],
    ["a deep import by its path", "a/lib/plain", "/dependent/x.ts", "packages/a/lib/plain.js"],
  ])("resolves %s", (_name, specifier, containing, expected) => {
    const found = mount.resolve(specifier, containing);
    expect(found?.endsWith(`/${expected}`)).toBe(true);
    expect(mount.read(found!)).toBe(mount.sources.files.get(expected));
  });

  it.each([
    ["another package", "ab", "/dependent/x.ts"],
    ["a relative import of the dependent", "./b.js", "/dependent/x.ts"],
    ["a file that is not there", "a/lib/none", "/dependent/x.ts"],
  ])("does not resolve %s", (_name, specifier, containing) => {
    expect(mount.resolve(specifier, containing)).toBeUndefined();
  });
});
