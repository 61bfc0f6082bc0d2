import { readFile } from "node:fs/promises";
import { z } from "zod";
import { OnxError } from "../../domain/errors.js";
import { blake3Hex } from "../../domain/hash.js";
import { parseDocument } from "./json-text.js";
import { historyOf, isSealed } from "./migration-history.js";
import type { Document } from "./schema-migration.js";

/** What the manifests of all versions have in common. */
const headSchema = z.looseObject({
  schema_version: z.string(),
  job_id: z.string(),
  run_id: z.string(),
  job_ref: z.string(),
  status: z.string(),
  created_at: z.string(),
});
type RunHead = z.infer<typeof headSchema>;

export interface ReadRun {
  readonly head: RunHead;
  readonly document: Document;
  /** BLAKE3 of the file. */
  readonly blake3: string;
  /** False where the file is no longer as its newest migration left it. */
  readonly intact: boolean;
}

/** Reads a run's manifest, whatever its version. */
export async function readRun(place: string): Promise<ReadRun> {
  const bytes = await readFile(place);
  const text = bytes.toString("utf8");
  const document = parseDocument(text, place);
  const head = headSchema.safeParse(document);
  if (!head.success) {
    throw new OnxError("run.shape", `the file is no run's manifest: ${z.prettifyError(head.error)}`, { place });
  }
  const intact = historyOf(document).length === 0 || isSealed(text);
  return { head: head.data, document, blake3: blake3Hex(bytes), intact };
}
