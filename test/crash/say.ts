import { writeSync } from "node:fs";

const moment = new Int32Array(new SharedArrayBuffer(4));

/** Says a line on standard output before it returns, and waits for a slow reader: the pipe may be one that does not block. */
export function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(moment, 0, 0, 1);
    }
  }
}
