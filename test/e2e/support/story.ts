import { test } from "vitest";

/** A whole App and a whole GitHub take their time on a busy machine; what stands still is noticed sooner (`eventually.ts`). */
const PATIENCE_MS = 900_000;

export function story(name: string, tell: () => Promise<void>): void {
  test(name, { timeout: PATIENCE_MS }, tell);
}
