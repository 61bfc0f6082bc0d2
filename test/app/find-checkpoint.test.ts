import { join } from "node:path";
import { expect, test } from "vitest";
import { findCheckpoint } from "../../src/app/find-checkpoint.js";
import { writeCheckpoint } from "../../src/migration/checkpoint.js";
import { temporaryFolder } from "../support/temp.js";

test("of two cores that were migrated from the same version, one has to be named", async () => {
  const target = await temporaryFolder();
  const migrated = (name: string, to: string): Promise<string> =>
    writeCheckpoint(
      join(target, "artifacts/rollback"),
      { package: name, from: "1.0.0", to, run_id: "r", operations: [] },
      [],
    );
  const folder = await migrated("@acme/core", "2.0.0");
  expect((await findCheckpoint(target, "1.0.0")).checkpoint.folder).toBe(folder);
  await migrated("@acme/other", "3.0.0");
  await expect(findCheckpoint(target, "1.0.0")).rejects.toMatchObject({ code: "checkpoint-unclear" });
  expect((await findCheckpoint(target, "1.0.0", folder)).checkpoint.package).toBe("@acme/core");
});
