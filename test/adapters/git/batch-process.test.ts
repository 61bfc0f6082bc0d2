import { expect, onTestFinished, test, vi } from "vitest";
import { openBatch } from "../../../src/adapters/git/batch-process.js";
import { findRepository } from "../../../src/adapters/git/repository.js";
import { repositoryOf } from "./repository.js";

test("what is asked while an idle process ends is answered by the next one", async () => {
  const { dir } = await repositoryOf({ "a.txt": "a\n" });
  const repository = await findRepository(dir);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const ask = openBatch(repository!);
  for (let time = 0; time < 3; time++) {
    expect(await ask(["HEAD:a.txt"])).toMatchObject([{ type: "blob" }]);
    vi.advanceTimersByTime(2_000);
    expect(await ask(["HEAD:a.txt", "HEAD:b.txt"])).toMatchObject([{ type: "blob" }, undefined]);
  }
});
