import { z } from "zod";
import { SYMBOL_KINDS } from "./symbol.js";

/** `.tree`, version 2: every file with its hash, and the symbols of those that were read as sources. */
export const treeSchema = z.strictObject({
  version: z.literal(2),
  root: z.string(),
  files: z.array(
    z.strictObject({
      path: z.string(),
      lang: z.string().optional(),
      blake3: z.string(),
      symbols: z
        .array(
          z.strictObject({
            fq: z.string(),
            kind: z.enum(SYMBOL_KINDS),
            sig: z.string(),
            body: z.string().optional(),
          }),
        )
        .optional(),
    }),
  ),
});
export type Tree = z.infer<typeof treeSchema>;

export const metadataSchema = z.strictObject({
  exports: z.array(
    z.strictObject({
      fq: z.string(),
      tags: z.array(z.string()),
      since: z.string().nullable(),
      deprecated: z.union([z.literal(false), z.string()]),
    }),
  ),
});
export type Metadata = z.infer<typeof metadataSchema>;

export const graphSchema = z.strictObject({
  nodes: z.array(z.string()),
  edges: z.array(
    z.strictObject({ from: z.string(), to: z.string(), type: z.enum(["import", "inherit", "reexport", "call"]) }),
  ),
});
export type SymbolGraph = z.infer<typeof graphSchema>;
