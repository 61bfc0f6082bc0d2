import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import Sqlite from "better-sqlite3";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { openAppStore } from "../../src/app/database.js";
import { auditStore } from "../../src/store/audit.js";
import { closeStore } from "../../src/store/open-store.js";
import { getCampaign } from "../../src/store/reads/campaigns.js";
import { temporaryFolder } from "../support/temp.js";

const WRITER = fileURLToPath(new URL("writer.ts", import.meta.url));

/** No file that a process writes may be larger, in blocks of 512 bytes: what a full disk is, for one process. */
const LIMIT = 10_000;

test("without room a command fails as a whole with a typed error; with room again the same process goes on", async () => {
  const file = join(await temporaryFolder(), "store.db");
  const writer = startWriter(file, "full", `ulimit -S -f ${LIMIT};`);
  const before = await writer.until("failed");
  expect(before.at(-1)).toMatch(
    /^failed store\.database\.full the database cannot be written: .*make room on its disk$/,
  );
  await execa("prlimit", ["--pid", String(writer.pid), "--fsize=unlimited"]);
  const after = await writer.goOn();
  expect(after).toHaveLength(10);
  expectKept(file, [...before.slice(0, -1), ...after]);
});

test("while another process holds the database a command fails with a typed error, and the next ones go through", async () => {
  const file = join(await temporaryFolder(), "store.db");
  const writer = startWriter(file, "busy");
  await writer.until("accepted busy-20");
  const other = new Sqlite(file);
  other.exec("BEGIN IMMEDIATE");
  const before = await writer.until("failed");
  expect(before.at(-1)).toMatch(/^failed store\.database\.busy another process holds the database: database is locked/);
  other.exec("ROLLBACK");
  other.close();
  const after = await writer.goOn();
  expect(after).toHaveLength(10);
  expectKept(file, [...before.slice(0, -1), ...after]);
});

function expectKept(file: string, lines: readonly string[]): void {
  const store = openAppStore(file);
  expect(auditStore(store)).toEqual([]);
  const names = lines.map((line) => line.replace("accepted ", ""));
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => getCampaign(store, name) === undefined)).toEqual([]);
  const campaigns = store.db.prepare("SELECT COUNT(*) FROM projection_campaigns").pluck().get();
  expect(campaigns).toBe(names.length);
  closeStore(store);
}

interface Writer {
  readonly pid: number | undefined;
  /** All lines so far, up to the first that begins like this. */
  until(beginning: string): Promise<readonly string[]>;
  /** The lines that come after a line of input, to the end. */
  goOn(): Promise<readonly string[]>;
}

function startWriter(file: string, prefix: string, before = ""): Writer {
  const script = `${before} exec "$0" --import tsx "$@"`;
  const child: ChildProcess = spawn("sh", ["-c", script, process.execPath, WRITER, file, prefix], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const { stdout, stdin } = child;
  if (stdout === null || stdin === null) throw new Error("the writer has no pipes");
  const lines: string[] = [];
  const input = createInterface({ input: stdout }).on("line", (line) => lines.push(line));
  return {
    pid: child.pid,
    async until(beginning) {
      while (!lines.some((line) => line.startsWith(beginning))) {
        if (child.exitCode !== null) throw new Error(`the writer ended: ${lines.at(-1)}`);
        await Promise.race([once(input, "line"), once(input, "close")]);
      }
      return [...lines];
    },
    async goOn() {
      const said = lines.length;
      stdin.end("go on\n");
      await once(input, "close");
      return lines.slice(said);
    },
  };
}
