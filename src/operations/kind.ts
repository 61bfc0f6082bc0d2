import type { z } from "zod";
import type { ApiDiff } from "../domain/matching.js";
import type { ProposedOperation } from "../domain/operation.js";

/** How an operation reads in a table: what dependents write today, and what they write afterwards. */
export interface OldNew {
  readonly old: string;
  readonly new: string;
}

/** One kind of operation: a folder in `operations/`, exported from its `index.ts`. */
export interface OperationKind<Match = never> {
  readonly kind: string;
  /** What it does, in one line, for help and generated documentation. */
  readonly title: string;
  readonly schema: z.ZodType<Match>;
  infer(diff: ApiDiff): ProposedOperation[];
  describe(match: Match): OldNew;
}
