import { z } from "zod";

type Json = z.core.util.JSONType;

/** What JSON can hold. Judges as `z.json()` does, whose union tries one type after another at every value. */
export const jsonSchema = z.custom<Json>(isJson, "must be JSON");

function isJson(value: unknown): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || !(Array.isArray(value) || isPlain(value))) return false;
  // A hole in an array is undefined here; `every` would pass over it.
  for (const held of Array.isArray(value) ? value : Object.values(value)) if (!isJson(held)) return false;
  return true;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
