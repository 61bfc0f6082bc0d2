import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { messageOf } from "../domain/errors.js";
import { blake3Hex } from "../domain/hash.js";
import { runId } from "../domain/ids.js";
import { readRun } from "../migration/documents/read-run.js";
import { inputsHash, inputSnapshotsSchema } from "../migration/documents/run-manifest.js";
import { problemsOf } from "../migration/documents/run-manifest-versions.js";
import { insidePath } from "../migration/inside-path.js";

/** What is wrong with a run: its manifest, its inputs, or what ties them together. */
export async function examineRun(place: string): Promise<readonly string[]> {
  try {
    const { head, document, intact } = await readRun(place);
    const problems = [...problemsOf(head.schema_version, document)];
    if (!intact) problems.push("the manifest was changed after its last migration");
    const snapshots = inputSnapshotsSchema.safeParse(document["input_snapshots"]);
    if (problems.length > 0 || !snapshots.success) return problems;
    for (const { path, blake3 } of Object.values(snapshots.data)) {
      const content = await readFile(await insidePath(dirname(place), path)).catch(() => undefined);
      if (content === undefined) problems.push(`the input ${path} is missing`);
      else if (blake3Hex(content) !== blake3) problems.push(`the input ${path} was changed`);
    }
    const hash = inputsHash(snapshots.data);
    if (hash !== document["inputs_hash"]) problems.push("inputs_hash is not the hash of the inputs");
    if (runId(head.job_id, hash) !== head.run_id) problems.push("run_id does not follow from the job and its inputs");
    return problems;
  } catch (error) {
    return [messageOf(error)];
  }
}
