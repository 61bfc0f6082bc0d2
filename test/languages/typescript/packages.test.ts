import { describe, expect, it } from "vitest";
import { publicPackages, TypeScriptCore } from "../../../src/languages/typescript/core.js";
import { findPackages } from "../../../src/languages/typescript/packages.js";
import { coreFilesOf, type CoreText } from "../../support/core-version.js";

const SOURCE = "export const a = 1;\n";

/** The importable modules of the only package: `specifier → path (rule)`. */
function modulesOf(files: CoreText): string[] {
  const packages = findPackages(coreFilesOf(files));
  expect(packages).toHaveLength(1);
  return packages.flatMap(({ modules }) =>
    [...modules.values()].map(({ specifier, path, rule }) => `${specifier} → ${path} (${rule})`).sort(),
  );
}

describe("exports", () => {
  it("takes one string, types before code under conditions, and every subpath", () => {
    expect(modulesOf({ "package.json": { name: "core", exports: "./index.ts" }, "index.ts": SOURCE })).toEqual([
      "core → index.ts (as-is)",
    ]);
    const exports = {
      "./package.json": "./package.json",
      ".": { import: { types: "./main.d.ts", default: "./main.js" }, require: "./main.cjs" },
      "./io": { node: "./io-node.js", default: "./io.js", types: "./io.d.ts" },
      "./style.css": "./style.css",
      "./gone": "./gone.js",
    };
    const files = {
      "package.json": { name: "@acme/core", exports },
      "main.d.ts": SOURCE,
      "main.js": SOURCE,
      "main.cjs": SOURCE,
      "io-node.js": SOURCE,
      "io.js": SOURCE,
      "io.d.ts": SOURCE,
      "style.css": "a {}",
    };
    expect(modulesOf(files)).toEqual(["@acme/core → main.d.ts (as-is)", "@acme/core/io → io.d.ts (as-is)"]);
    expect(findPackages(coreFilesOf(files))[0]!.missing).toEqual(["@acme/core/gone"]);
  });

  it("takes conditions at the top and the first file of a list that is there", () => {
    const exports = { browser: ["./gone.js", "./web.js"], default: "./node.js" };
    expect(modulesOf({ "package.json": { name: "core", exports }, "web.js": SOURCE, "node.js": SOURCE })).toEqual([
      "core → web.js (as-is)",
    ]);
  });

  it("takes a build folder that is there for itself, whatever sources lie beside it", () => {
    const exports = { ".": "./dist/core.js", "./dist/*": "./dist/*" };
    const files = { "dist/core.js": SOURCE, "dist/core.min.js": SOURCE, "src/util.js": SOURCE };
    expect(modulesOf({ "package.json": { name: "core", exports }, ...files })).not.toContainEqual(
      expect.stringContaining("util"),
    );
  });

  it("without types are typed by types, typesVersions and the package.json of their folder", () => {
    const exports = { ".": "./cjs/core.js", "./io": "./cjs/io.js", "./net": "./cjs/net.js" };
    const typesVersions = { "<4.0": { "*": ["old/*"] }, ">=4.2": { "*": ["./types/*"] } };
    const code = { "cjs/core.js": SOURCE, "cjs/io.js": SOURCE, "cjs/net.js": SOURCE };
    const files = { ...code, "types/index.d.ts": SOURCE, "types/io/index.d.ts": SOURCE, "typing/net.d.ts": SOURCE };
    const nested = { "net/package.json": { main: "../cjs/net.js", types: "../typing/net.d.ts" } };
    const manifest = { name: "core", types: "index.d.ts", exports, typesVersions };
    expect(modulesOf({ "package.json": manifest, ...files, ...nested, "old/index.d.ts": SOURCE })).toEqual([
      "core → types/index.d.ts (as-is)",
      "core/io → types/io/index.d.ts (as-is)",
      "core/net → typing/net.d.ts (as-is)",
    ]);
  });

  it("fills in the star with every file that it reaches, tests aside", () => {
    const files = {
      "package.json": { name: "core", exports: { "./*": "./lib/*.js", "./icons/*.js": "./icons/*.svg.js" } },
      "lib/a.js": SOURCE,
      "lib/deep/b.js": SOURCE,
      "lib/a.test.js": SOURCE,
      "icons/pen.svg.js": SOURCE,
    };
    expect(modulesOf(files)).toEqual([
      "core/a → lib/a.js (as-is)",
      "core/deep/b → lib/deep/b.js (as-is)",
      "core/icons/pen.js → icons/pen.svg.js (as-is)",
    ]);
  });

  it("leaves out what null forbids, by name and by pattern", () => {
    const exports = { "./*": "./lib/*.js", "./internal/*": null, "./secret": null, "./internal/open": "./lib/open.js" };
    const files = {
      "package.json": { name: "core", exports },
      "lib/a.js": SOURCE,
      "lib/open.js": SOURCE,
      "lib/secret.js": SOURCE,
      "lib/internal/b.js": SOURCE,
      "lib/internal/deep/c.js": SOURCE,
    };
    expect(modulesOf(files)).toEqual([
      "core/a → lib/a.js (as-is)",
      "core/internal/open → lib/open.js (as-is)",
      "core/open → lib/open.js (as-is)",
    ]);
  });

  it("prefers the longer pattern whatever their order, as Node does", () => {
    const exports = { "./*": "./lib/*.js", "./features/*": "./src/features/*.js" };
    const files = {
      "package.json": { name: "core", exports },
      "lib/features/x.js": SOURCE,
      "src/features/x.js": SOURCE,
    };
    expect(modulesOf(files)).toContain("core/features/x → src/features/x.js (as-is)");
  });

  it("reads what pnpm and yarn put in its place on publishing", () => {
    const manifest = { name: "core", exports: "./src/index.ts", publishConfig: { exports: "./dist/public.js" } };
    expect(
      modulesOf({ "package.json": manifest, "src/index.ts": SOURCE, "src/public.ts": SOURCE, "tsconfig.json": "{}" }),
    ).toEqual(["core → src/public.ts (build-folder)"]);
  });
});

describe("packages without exports", () => {
  it("have one entry: types before main, with the JavaScript behind it", () => {
    const files = {
      "package.json": { name: "core", main: "lib/index.js", types: "types/index.d.ts" },
      "lib/index.js": SOURCE,
      "types/index.d.ts": SOURCE,
    };
    expect(modulesOf(files)).toEqual(["core → types/index.d.ts (as-is)"]);
    expect(findPackages(coreFilesOf(files))[0]!.modules.get("core")?.runtime).toBe("lib/index.js");
  });

  it("are typed by index.d.ts beside package.json where nothing types what main names", () => {
    const files = { "source/index.js": SOURCE, "index.d.ts": SOURCE };
    expect(modulesOf({ "package.json": { name: "core", main: "source" }, ...files })).toEqual([
      "core → index.d.ts (as-is)",
    ]);
    expect(
      modulesOf({ "package.json": { name: "core", main: "source" }, ...files, "source/index.d.ts": SOURCE }),
    ).toEqual(["core → source/index.d.ts (as-is)"]);
  });

  it.each([
    [{ main: "./lib/main" }, "lib/main.js", "core → lib/main.js (as-is)"],
    [{ main: "lib/" }, "lib/index.js", "core → lib/index.js (as-is)"],
    [{}, "index.js", "core → index.js (as-is)"],
    [{}, "src/index.ts", "core → src/index.ts (src-folder)"],
  ])("%j with %s", (fields, path, expected) => {
    expect(modulesOf({ "package.json": { name: "core", ...fields }, [path]: SOURCE })).toEqual([expected]);
  });

  it("declare subpaths by a package.json of their own, and lie open by path", () => {
    const files = {
      "package.json": { name: "core", main: "index.js" },
      "index.js": SOURCE,
      "forms/package.json": { main: "../dist/forms.js", types: "index.d.ts" },
      "forms/index.d.ts": SOURCE,
      "dist/forms.js": SOURCE,
      "examples/demo/package.json": { name: "demo", version: "1.0.0", main: "demo.js" },
      "examples/demo/demo.js": SOURCE,
      "lib/util/index.js": SOURCE,
      "test/util.js": SOURCE,
    };
    expect(modulesOf(files)).toEqual(["core → index.js (as-is)", "core/forms → forms/index.d.ts (as-is)"]);
    const deep = findPackages(coreFilesOf(files))[0]!.deepModules;
    expect([...deep.keys()].sort()).toEqual(["core/dist/forms", "core/examples/demo/demo", "core/lib/util"]);
  });

  it("are closed by path once they have exports", () => {
    const files = { "package.json": { name: "core", exports: "./a.js" }, "a.js": SOURCE, "b.js": SOURCE };
    expect(findPackages(coreFilesOf(files))[0]!.deepModules.size).toBe(0);
  });
});

describe("an entry that is a build output", () => {
  it("is led back by tsconfig's outDir and rootDir", () => {
    const files = {
      "package.json": { name: "core", exports: { ".": "./artifacts/main.js", "./cli": "./artifacts/cli/index.mjs" } },
      "tsconfig.json": '{ // the build\n "compilerOptions": { "rootDir": "./code", "outDir": "./artifacts/", } }',
      "code/main.tsx": SOURCE,
      "code/cli/index.mts": SOURCE,
    };
    expect(modulesOf(files)).toEqual([
      "core → code/main.tsx (tsconfig-outdir)",
      "core/cli → code/cli/index.mts (tsconfig-outdir)",
    ]);
  });

  it.each(["dist", "lib", "build", "out", "es", "esm", "cjs"])("is led from %s to src", (folder) => {
    const manifest = { name: "core", main: `./${folder}/io/index.js`, types: `./${folder}/io/index.d.ts` };
    expect(modulesOf({ "package.json": manifest, "src/io/index.ts": SOURCE })).toEqual([
      "core → src/io/index.ts (build-folder)",
    ]);
  });

  it("is led through folders of module formats, and to the index where a bundle has another name", () => {
    expect(modulesOf({ "package.json": { name: "core", main: "dist/cjs/index.cjs" }, "src/index.ts": SOURCE })).toEqual(
      ["core → src/index.ts (build-folder)"],
    );
    expect(modulesOf({ "package.json": { name: "core", main: "dist/core.umd.js" }, "src/index.ts": SOURCE })).toEqual([
      "core → src/index.ts (src-folder)",
    ]);
  });

  it("is led back under a star", () => {
    const files = {
      "package.json": { name: "core", exports: { "./*": { types: "./dist/*.d.ts", default: "./dist/*.js" } } },
      "src/a.ts": SOURCE,
      "src/b/c.ts": SOURCE,
    };
    expect(modulesOf(files)).toEqual(["core/a → src/a.ts (build-folder)", "core/b/c → src/b/c.ts (build-folder)"]);
  });

  it("is taken as it is where the tree holds it", () => {
    const files = { "package.json": { name: "core", main: "dist/a.js" }, "dist/a.js": SOURCE, "src/a.ts": SOURCE };
    expect(modulesOf(files)).toEqual(["core → dist/a.js (as-is)"]);
  });
});

describe("monorepos", () => {
  const members = {
    "packages/core/package.json": { name: "@acme/core", main: "index.ts", version: "2.0.0" },
    "packages/core/index.ts": SOURCE,
    "packages/app/package.json": { name: "@acme/app", main: "index.ts", peerDependencies: { "@acme/core": "2" } },
    "packages/app/index.ts": SOURCE,
    "packages/docs/package.json": { name: "docs", private: true, main: "index.ts" },
    "packages/docs/index.ts": SOURCE,
    "packages/app/node_modules/dep/package.json": { name: "dep", main: "index.js" },
    "examples/one/package.json": { name: "one", main: "index.ts" },
    "examples/one/index.ts": SOURCE,
  };
  const root = { name: "acme", private: true };

  it.each<[string, CoreText]>([
    ["npm and yarn", { "package.json": { ...root, workspaces: ["./packages/*/", "!packages/docs"] } }],
    ["yarn, with settings", { "package.json": { ...root, workspaces: { packages: ["packages/**"] } } }],
    ["pnpm", { "package.json": root, "pnpm-workspace.yaml": "packages:\n  - 'packages/*'\n  - '!packages/docs'\n" }],
    ["lerna", { "package.json": root, "lerna.json": '{ "packages": ["packages/*"] }' }],
  ])("of %s: every published member, what others build on first", (_tool, files) => {
    const core = new TypeScriptCore(coreFilesOf({ ...members, ...files }), new Map());
    expect(publicPackages(core).map(({ name, root: folder }) => `${name} ${folder}`)).toEqual([
      "@acme/core packages/core/",
      "@acme/app packages/app/",
    ]);
    expect(publicPackages(core, "@acme/app").map(({ name }) => name)).toEqual(["@acme/app"]);
    expect(publicPackages(core, "one")).toEqual([]);
  });

  it("include the root where it is published too, and private members only by name", () => {
    const files = {
      ...members,
      "package.json": { name: "acme", workspaces: ["packages/*"], main: "packages/core/index.ts" },
    };
    const core = new TypeScriptCore(coreFilesOf(files), new Map());
    expect(publicPackages(core).map(({ name }) => name)).toEqual(["@acme/core", "@acme/app", "acme"]);
    expect(publicPackages(core, "docs").map(({ name }) => name)).toEqual(["docs"]);
  });

  it("are told from a single package with pnpm settings, and a broken workspace file is passed over", () => {
    for (const yaml of ["onlyBuiltDependencies:\n  - esbuild\n", "packages: [", ""]) {
      const files = { "package.json": { name: "core" }, "index.js": SOURCE, "pnpm-workspace.yaml": yaml };
      expect(modulesOf(files)).toEqual(["core → index.js (as-is)"]);
    }
  });
});

it("tolerates a package.json with comments, wrong types or nothing useful", () => {
  expect(
    modulesOf({ "package.json": '{ "name": "core", "main": 7, "version": 1, // odd\n }', "index.js": SOURCE }),
  ).toEqual(["core → index.js (as-is)"]);
  for (const text of ["", "null", "[]", '"core"'])
    expect(findPackages(coreFilesOf({ "package.json": text }))[0]?.name ?? "").toBe("");
  expect(findPackages(coreFilesOf({ "README.md": "none" }))).toEqual([]);
});
