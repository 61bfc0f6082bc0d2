export interface Stopwatch {
  readonly stages: Record<string, number>;
  start(stage: string): void;
  stop(): void;
}

/** Milliseconds by stage, those of a stage that was begun again together. They appear under `run` in the report and nowhere else. */
export function stopwatch(onProgress: ((stage: string) => void) | undefined): Stopwatch {
  const stages: Record<string, number> = {};
  let current: { stage: string; since: number } | undefined;
  const stop = () => {
    if (current === undefined) return;
    const { stage, since } = current;
    stages[stage] = (stages[stage] ?? 0) + Math.round(performance.now() - since);
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
