/** What one check may use. The kernel holds each process to its share; `overuse.ts` looks at the whole once a second. */
export interface Limits {
  /** Processes and threads; Node alone starts about a dozen threads. */
  readonly processes: number;
  /** Private writable memory of one process; address space would be the wrong measure for V8, which reserves gigabytes. */
  readonly memoryBytes: number;
  /** Memory in use by all processes together. */
  readonly totalMemoryBytes: number;
  readonly fileBytes: number;
  /** What the check has to leave free on the disk that its repository is on. */
  readonly freeDiskBytes: number;
  /** Processor time of one process. */
  readonly cpuSeconds: number;
  readonly openFiles: number;
  /** The temporary folder, and again `/dev/shm`: both lie in memory. */
  readonly temporaryBytes: number;
}

const GIB = 1024 ** 3;

export const DEFAULT_LIMITS: Limits = {
  processes: 1024,
  memoryBytes: 4 * GIB,
  totalMemoryBytes: 8 * GIB,
  fileBytes: GIB,
  freeDiskBytes: GIB,
  cpuSeconds: 3600,
  openFiles: 4096,
  temporaryBytes: 2 * GIB,
};

/** A command that sets the limits on itself and becomes `command`. Where memory runs out, it is ended before anything else. */
export function limited(command: readonly string[], limits: Limits): string[] {
  return [
    "choom",
    "--adjust=1000",
    "--",
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
