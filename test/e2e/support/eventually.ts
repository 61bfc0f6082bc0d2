/** Waits until the answer is there, asking again and again; says what it last saw when it never comes. */
export async function eventually<T>(what: string, ask: () => T | undefined | false, patienceMs = 90_000): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${String(patienceMs / 1_000)} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
