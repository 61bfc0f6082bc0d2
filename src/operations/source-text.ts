import { z } from "zod";

/** An expression as it is written in a call. What YAML reads as a number, a boolean or null stands for its own text. */
export const sourceText = z.union([z.string().min(1), z.number(), z.boolean(), z.null()]).transform(String);
