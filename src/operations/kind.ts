import type { z } from "zod";
import type { ApiDiff } from "../domain/matching.js";
import type { ProposedOperation } from "../domain/operation.js";

/** How an operation reads in a table: what dependents write today, and what they write afterwards. */
export interface OldNew {
  readonly old: string;
  readonly new: string;
  /** `new` is advice in words, and nothing that could be written. */
  readonly prose?: boolean;
}

/** One kind of operation: a folder in `operations/`. */
export interface OperationKind {
  readonly kind: string;
  /** What it says, in one line, for help and generated documentation. */
  readonly title: string;
  /** What one such operation, and several, are called in a sentence. */
  readonly nouns: { readonly one: string; readonly many: string };
  /** The shape of `match`. */
  readonly schema: z.ZodType;
  infer(diff: ApiDiff): ProposedOperation[];
  /** `match` must satisfy `schema`. */
  describe(match: unknown): OldNew;
}

interface KindDefinition<Match> extends Omit<OperationKind, "schema" | "describe"> {
  readonly schema: z.ZodType<Match>;
  describe(match: Match): OldNew;
}

/** Lets a kind's folder speak of its own `match` type, and everyone else of any operation. */
export function defineKind<Match>(definition: KindDefinition<Match>): OperationKind {
  return { ...definition, describe: (match) => definition.describe(definition.schema.parse(match)) };
}
