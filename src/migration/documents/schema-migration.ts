import type { InputSnapshots } from "./run-manifest.js";

/** A document as JSON or YAML gives it. Fields that a version does not know are kept. */
export type Document = Readonly<Record<string, unknown>>;

export interface Transformed {
  readonly document: Document;
  /** What was done, a line each, for the document's history. */
  readonly changes: readonly string[];
}

/** One edge between two versions of a document's schema. Everything in it is pure: the input is never mutated. */
export interface SchemaMigration {
  readonly from: string;
  readonly to: string;
  /** Never overwrites a field that is there already. `inputs` are the files beside a run's manifest. */
  transform(document: Document, inputs: InputSnapshots): Transformed;
  /** What is wrong with a document of `from` or of `to`; nothing where it is as it should be. */
  validateBefore(document: Document): readonly string[];
  validateAfter(document: Document): readonly string[];
}

/** Adds those of the fields that are not there, with the value that each is to have. */
export function addFields(document: Document, fields: Document): Transformed {
  const missing = Object.entries(fields).filter(([name]) => !Object.hasOwn(document, name));
  return {
    document: { ...document, ...Object.fromEntries(missing) },
    changes: missing.map(([name]) => `add ${name}`),
  };
}
