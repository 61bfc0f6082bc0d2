import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { OnxError } from "../../domain/errors.js";
import type { Document, Transformed } from "./schema-migration.js";

/** Names of nested fields, `output.format`. */
const path = z
  .string()
  .regex(/^[^.]+(\.[^.]+)*$/, "write the field's path with dots, such as output.format")
  .refine((text) => !text.split(".").includes("__proto__"), "no field has this name")
  .transform((text) => text.split("."));

export const stepSchema = z.union([
  z.strictObject({ add: z.strictObject({ path, value: z.json() }) }),
  z.strictObject({ rename: z.strictObject({ path, to: z.string().regex(/^[^.]+$/, "one name, without dots") }) }),
  z.strictObject({ move: z.strictObject({ path, to: path }) }),
  z.strictObject({ map: z.strictObject({ path, values: z.record(z.string(), z.json()) }) }),
  z.strictObject({ drop: z.strictObject({ path }) }),
]);
export type Step = z.infer<typeof stepSchema>;

/** Carries out declared steps, in order. What is not there is passed over; what is there is never overwritten. */
export function carryOutSteps(document: Document, steps: readonly Step[]): Transformed {
  const changes: string[] = [];
  let current = document;
  for (const step of steps) {
    const next = carryOutStep(current, step);
    if (isDeepStrictEqual(next, current)) continue;
    changes.push(describe(step));
    current = next;
  }
  return { document: current, changes };
}

function carryOutStep(document: Document, step: Step): Document {
  if ("add" in step) {
    const { path, value } = step.add;
    return get(document, path) === undefined ? set(document, path, value) : document;
  }
  if ("drop" in step) return set(document, step.drop.path, undefined);
  if ("map" in step) {
    const { path, values } = step.map;
    const value = get(document, path);
    const key = typeof value === "object" ? undefined : String(value);
    return key !== undefined && Object.hasOwn(values, key) ? set(document, path, values[key]) : document;
  }
  if ("move" in step) return move(document, step.move.path, step.move.to);
  return move(document, step.rename.path, [...step.rename.path.slice(0, -1), step.rename.to]);
}

function move(document: Document, from: readonly string[], to: readonly string[]): Document {
  const value = get(document, from);
  if (value === undefined) return document;
  if (get(document, to) === undefined) return set(set(document, from, undefined), to, value);
  throw new OnxError("document.occupied", `${from.join(".")} and ${to.join(".")} are both there`, {
    remedy: "keep one of them",
  });
}

function describe(step: Step): string {
  if ("add" in step) return `add ${step.add.path.join(".")}`;
  if ("drop" in step) return `drop ${step.drop.path.join(".")}`;
  if ("map" in step) return `map the values of ${step.map.path.join(".")}`;
  if ("move" in step) return `move ${step.move.path.join(".")} to ${step.move.to.join(".")}`;
  return `rename ${step.rename.path.join(".")} to ${step.rename.to}`;
}

function isRecord(value: unknown): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function get(document: Document, [name = "", ...rest]: readonly string[]): unknown {
  const value = Object.hasOwn(document, name) ? document[name] : undefined;
  if (rest.length === 0) return value;
  return isRecord(value) ? get(value, rest) : undefined;
}

/** A copy with a field at a path, or without it where `value` is undefined. */
function set(document: Document, [name = "", ...rest]: readonly string[], value: unknown): Document {
  if (rest.length === 0) {
    if (value !== undefined) return { ...document, [name]: value };
    return Object.fromEntries(Object.entries(document).filter(([key]) => key !== name));
  }
  const inner = Object.hasOwn(document, name) ? document[name] : undefined;
  if (inner === undefined) return value === undefined ? document : { ...document, [name]: set({}, rest, value) };
  if (isRecord(inner)) return { ...document, [name]: set(inner, rest, value) };
  if (value === undefined) return document;
  throw new OnxError("document.shape", `${name} holds no fields`, { remedy: "migrate this file by hand" });
}
