export type Listener = (head: number) => void;

/** Tells listeners in this process how far the store has come, after each commit. */
export interface Notifier {
  subscribe(listener: Listener): () => void;
  publish(head: number): void;
  /** Resolves at the next commit, or when the signal aborts or the store closes. */
  next(signal?: AbortSignal): Promise<void>;
  readonly closed: boolean;
  close(): void;
}

export function createNotifier(): Notifier {
  const listeners = new Set<Listener>();
  const waiting = new Set<() => void>();
  let closed = false;

  function wake(): void {
    for (const resume of waiting) resume();
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish(head) {
      wake();
      // Out of the committing call: a listener that fails must not make a committed command look failed.
      for (const listener of listeners) queueMicrotask(() => listener(head));
    },
    next(signal) {
      if (closed || signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        function resume(): void {
          waiting.delete(resume);
          signal?.removeEventListener("abort", resume);
          resolve();
        }
        waiting.add(resume);
        signal?.addEventListener("abort", resume, { once: true });
      });
    },
    get closed() {
      return closed;
    },
    close() {
      closed = true;
      listeners.clear();
      wake();
    },
  };
}
