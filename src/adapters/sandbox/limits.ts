/** What one check may use. Memory is counted for each process, since only a control group could count the sum. */
export interface Limits {
  /** Processes and threads; Node alone starts about a dozen threads. */
  readonly processes: number;
  /** Private writable memory of one process; address space would be the wrong measure for V8, which reserves gigabytes. */
  readonly memoryBytes: number;
  readonly fileBytes: number;
  /** Processor time of one process. */
  readonly cpuSeconds: number;
  readonly openFiles: number;
  /** The temporary folder, which lies in memory. */
  readonly temporaryBytes: number;
}

const GIB = 1024 ** 3;

export const DEFAULT_LIMITS: Limits = {
  processes: 1024,
  memoryBytes: 4 * GIB,
  fileBytes: GIB,
  cpuSeconds: 3600,
  openFiles: 4096,
  temporaryBytes: 2 * GIB,
};

/** A command that sets the limits on itself and becomes `command`. */
export function limited(command: readonly string[], limits: Limits): string[] {
  return [
    "prlimit",
    `--nproc=${limits.processes}`,
    `--data=${limits.memoryBytes}`,
    `--fsize=${limits.fileBytes}`,
    `--cpu=${limits.cpuSeconds}`,
    `--nofile=${limits.openFiles}`,
    "--core=0",
    ...command,
  ];
}
