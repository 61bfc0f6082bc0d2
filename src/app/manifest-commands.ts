import { migrationNotes } from "../analysis/notes.js";
import { describeOperation } from "../analysis/report.js";
import { OnxError } from "../domain/errors.js";
import { type Band, bandOf, type Operation } from "../domain/operation.js";
import { type Witness, witnessSchema } from "../domain/witness.js";
import { kindOf } from "../operations/registry.js";
import { loadManifest, type ManifestSource } from "./manifests.js";

/** One operation with everything that the manifest says about it. */
export interface Explanation {
  readonly operation: Operation;
  readonly title: string;
  readonly old: string;
  readonly new: string;
  readonly band: Band;
  /** Highest first. */
  readonly features: readonly (readonly [name: string, value: number])[];
  /** The rest of the evidence, as text. */
  readonly evidence: readonly (readonly [name: string, value: string])[];
  readonly witness?: Witness;
  readonly neededBy: readonly string[];
}

export async function readNotes(source: ManifestSource): Promise<string> {
  return migrationNotes((await loadManifest(source)).manifest);
}

export async function explainOperation(source: ManifestSource, id: string): Promise<Explanation> {
  const { manifest, place } = await loadManifest(source);
  const operation = manifest.operations.find((each) => each.id === id);
  if (operation === undefined) throw unknownOperation(id, manifest.operations, place);
  const { features, witness: written, ...rest } = operation.evidence;
  const witness = witnessSchema.safeParse(written).data;
  return {
    operation,
    title: kindOf(operation.kind)?.title ?? operation.kind,
    ...describeOperation(operation),
    band: bandOf(operation.confidence, manifest.provenance.thresholds),
    features: numbersIn(features),
    evidence: Object.entries(rest).map(([name, value]) => [name, asText(value)]),
    ...(witness !== undefined && { witness }),
    neededBy: manifest.operations.filter((each) => each.depends_on.includes(id)).map((each) => each.id),
  };
}

function numbersIn(features: unknown): [string, number][] {
  if (features === null || typeof features !== "object") return [];
  const named = Object.entries(features).flatMap(([name, value]): [string, number][] =>
    typeof value === "number" ? [[name, value]] : [],
  );
  return named.sort(([, a], [, b]) => b - a);
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function unknownOperation(id: string, operations: readonly Operation[], place: string): OnxError {
  const ids = operations.map((operation) => operation.id);
  return new OnxError("unknown-operation", `the manifest has no operation ${JSON.stringify(id)}`, {
    place,
    remedy: ids.length === 0 ? "it has none" : `it has ${ids[0] ?? ""} to ${ids.at(-1) ?? ""}`,
  });
}
