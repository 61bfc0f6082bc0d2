/** Milliseconds in which nothing at all happens, after which nothing more is expected. */
const STILLNESS_MS = 120_000;

/**
 * Waits until the answer is there, asking again and again, for as long as anything goes on meanwhile: how long a busy machine takes for
 * it does not matter. `activity` gives another value whenever something has happened; the log is shown where the answer never comes.
 */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | false,
  activity: () => string,
  log: () => string,
): Promise<T> {
  let last = activity();
  let since = Date.now();
  for (;;) {
    const answer = ask();
    if (answer !== undefined && answer !== false) return answer;
    const now = activity();
    if (now !== last) since = Date.now();
    last = now;
    if (Date.now() - since > STILLNESS_MS)
      throw new Error(`nothing goes on any more, and in vain was waited for ${what}\n${log()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
