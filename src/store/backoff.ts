const FIRST_MS = 1_000;
const LONGEST_MS = 15 * 60_000;

/**
 * Milliseconds to wait after `attempts` failures: doubling from a second to a quarter of an hour, of which the upper half
 * is left to chance (`random` in [0, 1)), so that what failed together does not come back together.
 */
export function backoffMs(attempts: number, random: number): number {
  const full = Math.min(FIRST_MS * 2 ** Math.max(0, attempts - 1), LONGEST_MS);
  return Math.round(full / 2 + (full / 2) * random);
}
