import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { carryOut } from "../../src/migration/carry-out.js";
import type { FileState } from "../../src/migration/files.js";
import { temporaryFolder } from "../support/temp.js";

function state(text: string): FileState {
  return { bytes: Buffer.from(text), mode: 0o644 };
}

test("a file that was changed meanwhile stops everything before the first byte is written", async () => {
  const root = await temporaryFolder();
  await writeFile(join(root, "a.ts"), "1");
  await writeFile(join(root, "b.ts"), "other");
  const files = ["a.ts", "b.ts"].map((path) => ({ path, before: state("1"), after: state("2") }));
  await expect(carryOut(root, files)).rejects.toMatchObject({ code: "file-changed-meanwhile", place: "b.ts" });
  expect(await readFile(join(root, "a.ts"), "utf8")).toBe("1");
});

test("a failure half way puts back what was written", async () => {
  const root = await temporaryFolder();
  await writeFile(join(root, "a.ts"), "1");
  await mkdir(join(root, "is-a-folder.ts"));
  const files = [
    { path: "a.ts", before: state("1"), after: state("2") },
    { path: "is-a-folder.ts", before: null, after: state("2") },
  ];
  await expect(carryOut(root, files)).rejects.toThrow(/EISDIR|ENOTEMPTY|directory/);
  expect(await readFile(join(root, "a.ts"), "utf8")).toBe("1");
});

test("links that lead outside are never written through, and modes are kept", async () => {
  const [root, outside] = [await temporaryFolder(), await temporaryFolder()];
  await writeFile(join(outside, "a.ts"), "1");
  await symlink(outside, join(root, "link"));
  const escaping = [{ path: "link/a.ts", before: state("1"), after: state("2") }];
  await expect(carryOut(root, escaping)).rejects.toMatchObject({ code: "unsafe-path" });
  expect(await readFile(join(outside, "a.ts"), "utf8")).toBe("1");
  await writeFile(join(root, "run.sh"), "1");
  await chmod(join(root, "run.sh"), 0o755);
  await carryOut(root, [{ path: "run.sh", before: state("1"), after: { ...state("2"), mode: 0o755 } }]);
  expect(await readFile(join(root, "run.sh"), "utf8")).toBe("2");
});
