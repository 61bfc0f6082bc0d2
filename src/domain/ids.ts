import { blake3Hex, canonicalJson } from "./hash.js";

/** Sources of time, randomness and identity come in as arguments, so that every result can be repeated. */
export interface Clock {
  now(): Date;
}

export interface IdSource {
  next(): string;
}

/** The identity of a run: the first 16 hex digits of BLAKE3 over the canonical JSON of its job and inputs. */
export function runId(jobId: string, inputsHash: string): string {
  return blake3Hex(canonicalJson({ job_id: jobId, inputs_hash: inputsHash })).slice(0, 16);
}

export function operationId(position: number): string {
  return `OP${String(position).padStart(3, "0")}`;
}
