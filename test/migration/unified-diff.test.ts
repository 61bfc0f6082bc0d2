import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fc } from "../support/fast-check.js";
import { expect, test } from "vitest";
import type { FileState } from "../../src/migration/files.js";
import { unifiedDiff } from "../../src/migration/unified-diff.js";
import { createGitRepository } from "../support/git.js";
import { temporaryFolder } from "../support/temp.js";

function state(content: string | Uint8Array, mode = 0o644): FileState {
  return { bytes: Buffer.from(content), mode };
}

test("git applies the diff and gets the same bytes, whatever the text", async () => {
  const repository = await createGitRepository([], await temporaryFolder());
  const patch = join(await temporaryFolder(), "p.patch");
  const line = fc.tuple(fc.constantFrom("", "a", "b", "ü", "\u0085", "\t x"), fc.constantFrom("\n", "\r\n", "\n", ""));
  const content = fc.array(line, { maxLength: 30 }).map((lines) => lines.flat().join(""));
  const name = fc.constantFrom("plain.ts", "with blank.ts", "sub/ünï.ts", 'quo"te.ts', "back\\slash.ts", "tab\t.ts");
  await fc.assert(
    fc.asyncProperty(name, content, content, async (path, before, after) => {
      await repository.write({ [path]: before });
      await writeFile(patch, unifiedDiff([{ path, before: state(before), after: state(after) }]));
      if (before !== after) await repository.git("apply", patch);
      expect(await readFile(join(repository.dir, path), "utf8")).toBe(after);
    }),
    { numRuns: 60 },
  );
});

test("created, deleted, re-moded and non-UTF-8 files survive git apply", async () => {
  const latin1 = Buffer.from("caf\xe9\nold\n", "latin1");
  const repository = await createGitRepository([
    { files: { "gone.ts": "bye\n", "run.sh": "echo\n", "latin1.ts": latin1 } },
  ]);
  const diff = unifiedDiff([
    { path: "new/file.ts", before: null, after: state("hello\n") },
    { path: "gone.ts", before: state("bye\n"), after: null },
    { path: "run.sh", before: state("echo\n"), after: state("echo\n", 0o755) },
    { path: "latin1.ts", before: state(latin1), after: state(Buffer.from("caf\xe9\nnew\n", "latin1")) },
    { path: "same.ts", before: state("x"), after: state("x") },
  ]);
  const patch = join(await temporaryFolder(), "p.patch");
  await writeFile(patch, diff);
  await repository.git("apply", patch);
  expect(await repository.git("status", "--porcelain", "-uall")).toBe(
    "D gone.ts\n M latin1.ts\n M run.sh\n?? new/file.ts",
  );
  expect(await readFile(join(repository.dir, "latin1.ts"), "latin1")).toBe("caf\xe9\nnew\n");
});
