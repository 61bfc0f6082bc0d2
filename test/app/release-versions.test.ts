import { expect, test } from "vitest";
import { previousVersion, versionOfTag, versionTags } from "../../src/app/release-versions.js";

const tags = versionTags(
  ["v0.8.0", "v0.9.0", "v0.10.0", "v1.0.0-rc.1", "v1.0.0", "docs-1", "core@0.9.5"].map((name) => ({ name, sha: name })),
  "v{version}",
);

test.each([
  ["v1.2.3", "v{version}", "1.2.3"],
  ["core@1.2.3", "core@{version}", "1.2.3"],
  ["release-1.2.3-final", "release-{version}-final", "1.2.3"],
  ["1.2.3", "v{version}", undefined],
  ["v1.2", "v{version}", undefined],
  ["other@1.2.3", "core@{version}", undefined],
])("tag %s under %s is version %s", (tag, template, version) => {
  expect(versionOfTag(tag, template)).toBe(version);
});

test("the previous version is the highest one below, in the order of versions", () => {
  expect(previousVersion(tags, "1.0.0", false)?.version).toBe("0.10.0");
  expect(previousVersion(tags, "0.10.0", false)?.version).toBe("0.9.0");
  expect(previousVersion(tags, "0.8.0", false)).toBeUndefined();
});

test("a pre-release counts only where the core asks for it", () => {
  expect(previousVersion(tags, "1.0.0", true)?.version).toBe("1.0.0-rc.1");
});
