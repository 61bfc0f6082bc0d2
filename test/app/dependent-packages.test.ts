import { expect, test } from "vitest";
import { declaredRanges, reaches } from "../../src/app/dependent-packages.js";

function repository(files: Record<string, string>) {
  return declaredRanges(Object.keys(files), async (path) => files[path], "@acme/core");
}

const uses = JSON.stringify({ dependencies: { "@acme/core": "^0.9.0" } });

test("ranges are found in every field of the root package", async () => {
  const found = await repository({
    "package.json": JSON.stringify({
      dependencies: { "@acme/core": "^0.9.0" },
      peerDependencies: { "@acme/core": ">=0.9.0,<2.0.0" },
    }),
  });
  expect(found).toEqual([
    { path: "package.json", field: "dependencies", range: "^0.9.0" },
    { path: "package.json", field: "peerDependencies", range: ">=0.9.0,<2.0.0" },
  ]);
});

test("workspaces of npm, Yarn and pnpm are looked into, and nothing else is", async () => {
  const tree = { "packages/a/package.json": uses, "examples/b/package.json": uses };
  const paths = async (files: Record<string, string>) =>
    (await repository({ ...tree, ...files })).map(({ path }) => path);
  expect(await paths({ "package.json": '{"workspaces":["packages/*"]}' })).toEqual(["packages/a/package.json"]);
  expect(await paths({ "package.json": '{"workspaces":{"packages":["./packages/*/"]}}' })).toEqual([
    "packages/a/package.json",
  ]);
  expect(await paths({ "package.json": "{}", "pnpm-workspace.yaml": 'packages: ["**", "!examples/**"]' })).toEqual([
    "packages/a/package.json",
  ]);
  expect(await paths({ "package.json": "{}" })).toEqual([]);
});

test("a package.json that cannot be read declares nothing", async () => {
  expect(await repository({ "package.json": "{ not json" })).toEqual([]);
  expect(await repository({ "README.md": "" })).toEqual([]);
});

test.each([
  ["^0.9.0", true],
  [">=0.9.0,<2.0.0", true],
  ["*", true],
  ["^0.8.0", false],
  ["^1.0.0", false],
  ["latest", false],
  ["workspace:*", false],
  ["github:acme/core", false],
])("%s reaches 0.9.0: %s", (range, expected) => {
  expect(reaches(range, "0.9.0")).toBe(expected);
});

test("patterns that would take ages on hostile names are no workspaces", async () => {
  const folder = `${"a".repeat(120)}/package.json`;
  const read = async (path: string): Promise<string> =>
    path === "package.json"
      ? JSON.stringify({ workspaces: ["*a*a*a*a*a*a*a*b", "{a,aa}{a,aa}{a,aa}{a,aa}b", "*/*", "plugin-*"] })
      : '{"dependencies":{"core":"^1.0.0"}}';
  const files = ["package.json", folder, "plugin-x/package.json", "x/y/package.json"];
  const found = await declaredRanges(files, read, "core");
  expect(found.map(({ path }) => path)).toEqual(["plugin-x/package.json", "x/y/package.json"]);
});
