import { expect, test } from "vitest";
import { scopeOf } from "../../src/migration/scope.js";

const UPGRADE = { name: "@acme/core", siblings: [], from: "0.9.0", to: "1.0.0" };

function declares(range: string): string {
  return JSON.stringify({ dependencies: { "@acme/core": range } });
}

test("each file goes with the nearest package that declares the core", () => {
  const scope = scopeOf(
    [
      { path: "package.json", text: declares("^0.9.0") },
      { path: "packages/new/package.json", text: declares("^1.0.0") },
      { path: "packages/plain/package.json", text: "{}" },
      { path: "packages/link/package.json", text: declares("workspace:*") },
    ],
    UPGRADE,
  );
  const standing = (path: string) => scope.packageOf(path)?.standing;
  expect(standing("src/a.ts")).toBe("behind");
  expect(standing("packages/new/src/a.ts")).toBe("reached");
  expect(standing("packages/newer/a.ts")).toBe("behind");
  expect(standing("packages/plain/a.ts")).toBe("behind");
  expect(standing("packages/link/a.ts")).toBe("unknown");
});

test("without any package.json nothing answers for a file", () => {
  expect(scopeOf([], UPGRADE).packageOf("a.ts")).toBeUndefined();
});
