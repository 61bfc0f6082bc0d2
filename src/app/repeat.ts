/** Does something in the background, `firstMs` after now and then `everyMs` after each end of it. Returns what ends it. */
export function repeat(firstMs: number, everyMs: number, work: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function after(ms: number): void {
    if (!stopped) timer = setTimeout(() => void work().finally(() => after(everyMs)), ms);
  }

  after(firstMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
