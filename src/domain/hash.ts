import { hash } from "blake3";

/** BLAKE3 of bytes or UTF-8 text as 64 lower-case hex digits. */
export function blake3Hex(data: Uint8Array | string): string {
  return hash(typeof data === "string" ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength)).toString(
    "hex",
  );
}

/** JSON of plain data with keys sorted at every level, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(withSortedKeys(value));
}

function withSortedKeys(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(withSortedKeys);
  // No prototype, so that `__proto__` is a key like any other.
  const sorted = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(value).sort()) sorted[key] = withSortedKeys((value as Record<string, unknown>)[key]);
  return sorted;
}

/** Orders text by code unit, the same in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
