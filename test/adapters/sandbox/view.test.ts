import { realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { visiblePaths } from "../../../src/adapters/sandbox/view.js";
import { temporaryFolder } from "../../support/temp.js";

test("where Node is a single file in a home folder, a check sees nothing else of that folder", async () => {
  const home = await realpath(await temporaryFolder());
  const program = join(home, "node");
  await writeFile(program, "");
  const { execPath } = process;
  process.execPath = program;
  try {
    const seen = visiblePaths(false);
    expect(seen).toContain(program);
    expect(seen).not.toContain(home);
  } finally {
    process.execPath = execPath;
  }
});
