import { readdirSync, readFileSync } from "node:fs";
import { describe } from "vitest";
import { levelWorks, runCheck, type CheckRequest } from "../../../src/adapters/sandbox/check.js";
import type { CheckResult } from "../../../src/domain/job.js";

const PROGRAMS = { bubblewrap: "bubblewrap (bwrap)", namespaces: "unshare(1) with namespaces" } as const;
const LEVELS = ["bubblewrap", "namespaces"] as const;
const working = new Map(await Promise.all(LEVELS.map(async (level) => [level, await levelWorks(level)] as const)));

export type Check = (cwd: string, command: string, more?: Partial<CheckRequest>) => Promise<CheckResult>;
export type Level = (typeof LEVELS)[number];

/** The same tests at every level that this machine offers. */
export function describeLevels(tests: (check: Check, level: Level) => void): void {
  for (const level of LEVELS) {
    const works = working.get(level) === true;
    if (!works) console.warn(`skipped: ${PROGRAMS[level]} does not work on this machine`);
    describe.skipIf(!works)(`a check in ${level}`, () => {
      tests((cwd, command, more) => runCheck({ name: "test", command, cwd, timeoutMs: 20_000, level, ...more }), level);
    });
  }
}

/** Command lines of running `sleep`s that have the text in them. */
export function sleepersNaming(text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8");
      } catch {
        return "";
      }
    })
    .filter((line) => line.startsWith("sleep\0") && line.includes(text));
}
