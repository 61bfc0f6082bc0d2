import { expect, test } from "vitest";
import { type CoreUpgrade, raiseRanges, standingOf } from "../../src/migration/dependency-range.js";

const UPGRADE: CoreUpgrade = {
  name: "@acme/core",
  from: "0.9.0",
  to: "1.0.0",
  siblings: [{ name: "@acme/io", from: "2.1.0", to: "3.0.0" }],
};
const NONE = new Set<string>();

function raise(path: string, text: string, untouched = NONE) {
  const raised = raiseRanges([{ path, text }], UPGRADE, untouched);
  return { ...raised, text: raised.texts.get(path) };
}

test("only the ranges change: indentation, line endings, BOM and other keys stay", () => {
  const text = [
    "\uFEFF{",
    '\t"name":"x" ,',
    '\t"dependencies": {"@acme/core" :"^0.9.0","left-pad": "^0.9.0"},',
    '\t"devDependencies": { "@acme/io": "~2.1.0" },',
    '\t"optionalDependencies": { "@acme/core": "0.9.0" },',
    '\t"peerDependencies": { "@acme/core": ">=0.9.0" }',
    "}",
    "",
  ].join("\r\n");
  const { text: raised, changes, notes } = raise("package.json", text);
  expect(raised).toBe(
    text
      .replace('"@acme/core" :"^0.9.0"', '"@acme/core" :"^1.0.0"')
      .replace("~2.1.0", "~3.0.0")
      .replace('"@acme/core": "0.9.0"', '"@acme/core": "1.0.0"')
      .replace(">=0.9.0", ">=1.0.0"),
  );
  expect(changes.map(({ field, name, to }) => `${field} ${name} ${to}`)).toEqual([
    "dependencies @acme/core ^1.0.0",
    "devDependencies @acme/io ~3.0.0",
    "optionalDependencies @acme/core 1.0.0",
    "peerDependencies @acme/core >=1.0.0",
  ]);
  expect(notes).toEqual([]);
});

test("a sibling at another version is left, the core itself is raised from any older one", () => {
  const { text } = raise("package.json", '{"dependencies":{"@acme/core":"^0.8.0","@acme/io":"^1.0.0"}}');
  expect(text).toBe('{"dependencies":{"@acme/core":"^1.0.0","@acme/io":"^1.0.0"}}');
});

test("a peer range is widened where no source had to change, and raised where one had", () => {
  const text = '{"devDependencies":{"@acme/core":"^0.9.0"},"peerDependencies":{"@acme/core":"^0.9.0"}}';
  expect(raise("p/package.json", text, new Set(["p/package.json"])).text).toBe(
    '{"devDependencies":{"@acme/core":"^1.0.0"},"peerDependencies":{"@acme/core":"^0.9.0 || ^1.0.0"}}',
  );
  expect(raise("p/package.json", text).text).toBe(text.replaceAll("^0.9.0", "^1.0.0"));
});

test("what names no range is left and noted, a pin is noted", () => {
  const { text, notes } = raise(
    "package.json",
    '{"dependencies":{"@acme/core":"workspace:*"},"overrides":{"@acme/core":"0.9.3"},"resolutions":{"@acme/core":"1.0.0"}}',
  );
  expect(text).toBeUndefined();
  expect(notes).toEqual([
    'package.json: @acme/core is "workspace:*" in dependencies, which names no range to raise: change it by hand if needed',
    'package.json: overrides holds @acme/core at "0.9.3": change it by hand',
  ]);
  expect(raise("package.json", '{"dependencies":{"@acme/core":"*"}}').notes).toEqual([]);
  expect(raise("package.json", "{ nonsense").notes).toEqual([
    "package.json is not valid JSON: its ranges stay as they are",
  ]);
});

test("catalogs of a pnpm workspace are raised, quotes and comments kept", () => {
  const workspace = [
    "packages: ['packages/*']",
    "catalog:",
    "  '@acme/core': ^0.9.0 # pinned with care",
    "catalogs:",
    "  legacy:",
    "    \"@acme/core\": '~0.9.0'",
    "    other: ^0.9.0",
    "",
  ].join("\n");
  const manifest = { path: "a/package.json", text: '{"dependencies":{"@acme/core":"catalog:legacy"}}' };
  const catalogs = { path: "pnpm-workspace.yaml", text: workspace };
  const { texts, notes } = raiseRanges([manifest, catalogs], UPGRADE, NONE);
  expect([...texts]).toEqual([
    ["pnpm-workspace.yaml", workspace.replace("^0.9.0 #", "^1.0.0 #").replace("'~0.9.0'", "'~1.0.0'")],
  ]);
  expect(notes).toEqual([]);
  expect(standingOf(manifest, UPGRADE, catalogs)).toBe("behind");
  const raised = { path: catalogs.path, text: texts.get(catalogs.path) ?? "" };
  expect(standingOf(manifest, UPGRADE, raised)).toBe("reached");
});

test.each([
  ['{"dependencies":{"@acme/core":"^0.9.0"}}', "behind"],
  ['{"dependencies":{"@acme/core":"^1.0.0"}}', "reached"],
  ['{"dependencies":{"@acme/core":">=0.9.0"}}', "behind"],
  ['{"dependencies":{"@acme/core":"file:../core"}}', "unknown"],
  ['{"devDependencies":{"@acme/core":"^1.0.0"},"peerDependencies":{"@acme/core":"^0.9.0 || ^1.0.0"}}', "reached"],
  ['{"peerDependencies":{"@acme/core":"^0.9.0 || ^1.0.0"}}', "behind"],
  ['{"dependencies":{"@acme/io":"^0.9.0"}}', "undeclared"],
  ['{"dependencies":{"@acme/io":"^2.0.0"}}', "behind"],
  ['{"dependencies":{"@acme/io":"^3.0.0"}}', "reached"],
  ['{"dependencies":{"@acme/core":"^1.0.0","@acme/io":"^2.0.0"}}', "behind"],
  ["nonsense", "undeclared"],
])("the package %s is %s", (text, standing) => {
  expect(standingOf({ path: "package.json", text }, UPGRADE)).toBe(standing);
});

test("a release that is no version leaves ranges alone and says so", () => {
  const file = { path: "package.json", text: '{"dependencies":{"@acme/core":"^0.9.0"}}' };
  const { texts, notes } = raiseRanges([file], { ...UPGRADE, to: "main" }, NONE);
  expect(texts.size).toBe(0);
  expect(notes).toEqual(["main is no version, so package.json still asks for @acme/core ^0.9.0"]);
});
