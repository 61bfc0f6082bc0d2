import { hash } from "blake3";

/** BLAKE3 of bytes or UTF-8 text as 64 lower-case hex digits. */
export function blake3Hex(data: Uint8Array | string): string {
  return hash(typeof data === "string" ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength)).toString(
    "hex",
  );
}

/** JSON with keys sorted at every level, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => compareText(a, b)))
      : inner,
  );
}

/** Orders text by code unit, the same in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
