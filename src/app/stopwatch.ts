export interface Stopwatch {
  readonly stages: Record<string, number>;
  start(stage: string): void;
  stop(): void;
}

/** Milliseconds by stage. They appear under `run` in the report and nowhere else. */
export function stopwatch(onProgress: ((stage: string) => void) | undefined): Stopwatch {
  const stages: Record<string, number> = {};
  let current: { stage: string; since: number } | undefined;
  const stop = () => {
    if (current !== undefined) stages[current.stage] = Math.round(performance.now() - current.since);
    current = undefined;
  };
  return {
    stages,
    stop,
    start(stage) {
      stop();
      current = { stage, since: performance.now() };
      onProgress?.(stage);
    },
  };
}
