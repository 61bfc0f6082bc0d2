import { existsSync, readdirSync, readFileSync, statfsSync } from "node:fs";
import type { Limits } from "./limits.js";

/** What no limit on a single process can hold: what a check and all that it started use together. Why it must stop, if it must. */
export function overuse(pid: number, folder: string, limits: Limits): string | undefined {
  if (memoryOfTree(pid) > limits.totalMemoryBytes) {
    return `its processes use more than ${mebibytes(limits.totalMemoryBytes)} of memory together`;
  }
  if (freeBytes(folder) >= limits.freeDiskBytes) return undefined;
  return `less than ${mebibytes(limits.freeDiskBytes)} of the disk are free`;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Of its own and shared; what is read from files the kernel can drop at any time. */
  readonly memoryBytes: number;
}

/** Nothing leaves the tree: what loses its parent in a namespace of processes becomes a child of the first one there. */
function memoryOfTree(root: number): number {
  const running = runningProcesses();
  const tree = running.filter(({ pid }) => pid === root);
  for (const { pid } of tree) tree.push(...running.filter(({ parent }) => parent === pid));
  return tree.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
}

function runningProcesses(): Process[] {
  const names = existsSync("/proc") ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
  return names.flatMap((name) => {
    const status = statusOf(name);
    const field = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    return { pid: Number(name), parent: field("PPid"), memoryBytes: (field("RssAnon") + field("RssShmem")) * 1024 };
  });
}

/** `/proc/PID/status`, proc(5); empty for a process that is gone by now. */
function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}

/** On the disk that a folder is on; a check that nothing isolates may have removed the folder. */
function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MiB`;
}
