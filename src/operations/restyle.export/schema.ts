import { z } from "zod";

const exportStyle = z.enum(["default", "named"]);

export const matchSchema = z.strictObject({
  module: z.string().min(1),
  /** What the export is called where it is a named one. */
  name: z.string().min(1),
  from: exportStyle,
  to: exportStyle,
});
export type Match = z.infer<typeof matchSchema>;
