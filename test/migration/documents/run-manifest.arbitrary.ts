import { identifyRun } from "../../../src/migration/documents/run-manifest.js";
import { fc } from "../../support/fast-check.js";
import { jsonValue } from "../../support/json-value.js";

export interface OldRun {
  /** Path of the run's folder below the artifacts. */
  readonly folder: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly inputs: ReadonlyMap<string, string>;
  /** The file as it is written: indentation, line ends and a byte order mark are the writer's affair. */
  readonly text: string;
}

const KNOWN = ["schema_version", "job_id", "run_id", "job_ref", "status", "created_at", "outputs"];
const LATER = ["input_snapshots", "inputs_hash", "chain_metadata", "migration_history"];
const unknownFields = fc.dictionary(
  fc.string({ minLength: 1 }).filter((name) => ![...KNOWN, ...LATER, "__proto__"].includes(name)),
  jsonValue,
  { maxKeys: 4 },
);
const inputs = fc
  .dictionary(fc.constantFrom("policy.json", "change_manifest.yaml", "choices.json"), fc.string())
  .map((record) => new Map(Object.entries(record)));

/** A run of version 1.0.0, with fields that nobody knows. */
export const oldRun: fc.Arbitrary<OldRun> = fc
  .record({
    job: fc.stringMatching(/^[a-z]{1,8}$/),
    inputs,
    status: fc.constantFrom("completed", "needs-review", "failed"),
    unknownFields,
    outputs: fc.dictionary(
      fc.string().filter((name) => name !== "__proto__"),
      jsonValue,
      { maxKeys: 3 },
    ),
    indent: fc.constantFrom(0, 2, 4, "\t"),
    eol: fc.constantFrom("\n", "\r\n"),
    mark: fc.constantFrom("", "\uFEFF"),
  })
  .map(({ job, inputs, status, unknownFields, outputs, indent, eol, mark }) => {
    const { runId } = identifyRun(job, inputs);
    const manifest = {
      ...unknownFields,
      schema_version: "1.0.0",
      job_id: job,
      run_id: runId,
      job_ref: `acme/${job}@abc`,
      status,
      created_at: "2026-01-01T00:00:00.000Z",
      outputs,
    };
    const text = mark + `${JSON.stringify(manifest, null, indent)}\n`.replaceAll("\n", eol);
    return { folder: `${job}/${runId}`, manifest, inputs, text };
  });
