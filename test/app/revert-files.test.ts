import { expect, test } from "vitest";
import { revertFiles } from "../../src/app/revert-files.js";
import type { JobFile } from "../../src/domain/job.js";
import { fc } from "../support/fast-check.js";

function file(path: string, text: string | null): JobFile {
  return { path, mode: "100644", content_base64: text === null ? null : Buffer.from(text).toString("base64") };
}

function revert(before: string | null, after: string | null, now: string | null) {
  const current = new Map([["a.ts", now === null ? null : Buffer.from(now)]]);
  const { files, conflicts } = revertFiles([file("a.ts", before)], [file("a.ts", after)], current);
  const [first] = files;
  return {
    conflicts,
    text: first === undefined ? "unchanged" : first.content_base64 === null ? null : atob(first.content_base64),
  };
}

test("a file that nobody touched since is as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii" }), fc.string({ unit: "grapheme-ascii" }), (before, after) => {
      fc.pre(before !== after);
      expect(revert(before, after, after)).toEqual({ conflicts: [], text: before });
    }),
  );
});

test("a later edit elsewhere in the file is kept", () => {
  expect(revert("old\n1\n2\n3\n", "new\n1\n2\n3\n", "new\n1\n2\n3\nlater\n").text).toBe("old\n1\n2\n3\nlater\n");
});

test("a later edit of the same lines is a conflict, and nothing is changed", () => {
  expect(revert("old\n", "new\n", "newer\n")).toEqual({ conflicts: ["a.ts"], text: "unchanged" });
});

test("files that the migration made or deleted go and come back", () => {
  expect(revert(null, "made\n", "made\n")).toEqual({ conflicts: [], text: null });
  expect(revert("gone\n", null, null)).toEqual({ conflicts: [], text: "gone\n" });
  expect(revert(null, "made\n", "made and edited\n").conflicts).toEqual(["a.ts"]);
});

test("what is back already stays", () => {
  expect(revert("old\n", "new\n", "old\n")).toEqual({ conflicts: [], text: "unchanged" });
});
