import { z } from "zod";

/** `from` and `to` name files as dependents write them: `PACKAGE/path/to/file.ext`. */
export const matchSchema = z.strictObject({ from: z.string().min(1), to: z.string().min(1) });
export type Match = z.infer<typeof matchSchema>;
