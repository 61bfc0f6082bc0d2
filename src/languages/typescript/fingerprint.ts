import { blake3Hex } from "../../domain/hash.js";

/** Short BLAKE3 (16 hex digits) for signatures and bodies. */
export function fingerprint(text: string): string {
  return blake3Hex(text).slice(0, 16);
}
