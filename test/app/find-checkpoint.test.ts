import { join } from "node:path";
import { expect, test } from "vitest";
import { findCheckpoint } from "../../src/app/find-checkpoint.js";
import { updateCheckpoint, writeCheckpoint } from "../../src/migration/checkpoint.js";
import { readCheckpoint } from "../../src/migration/checkpoint-record.js";
import { temporaryFolder } from "../support/temp.js";

test("the latest is the one that was made last, whatever its version and its folder are called", async () => {
  const target = await temporaryFolder();
  const rollbackFolder = join(target, "artifacts/rollback");
  const migrated = (to: string): Promise<string> =>
    writeCheckpoint(rollbackFolder, { package: "@acme/core", from: "1.0.0", to, run_id: "r", operations: [] }, []);
  const latest = async (): Promise<string> => (await findCheckpoint(target, "1.0.0")).checkpoint.folder;
  const first = await migrated("main");
  for (const version of ["2.0.0", "10.0.0", "2.0.0-rc.1", "main"]) {
    const folder = await migrated(version);
    expect(await latest()).toBe(folder);
  }
  await updateCheckpoint({ ...(await readCheckpoint(first)), status: "rolled-back" });
  expect(await migrated("main")).toBe(first);
  expect(await latest()).toBe(first);
});

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
