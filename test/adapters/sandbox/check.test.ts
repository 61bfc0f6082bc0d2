import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { levelWorks, runCheck, type CheckRequest } from "../../../src/adapters/sandbox/check.js";
import type { CheckResult } from "../../../src/domain/job.js";
import { temporaryFolder } from "../../support/temp.js";

const PROGRAMS = { bubblewrap: "bubblewrap (bwrap)", namespaces: "unshare(1) with namespaces" } as const;
const LEVELS = ["bubblewrap", "namespaces"] as const;
const working = new Map(await Promise.all(LEVELS.map(async (level) => [level, await levelWorks(level)] as const)));

for (const level of LEVELS) {
  const works = working.get(level) === true;
  if (!works) console.warn(`skipped: ${PROGRAMS[level]} does not work on this machine`);

  describe.skipIf(!works)(`a check in ${level}`, () => {
    function check(cwd: string, command: string, more: Partial<CheckRequest> = {}): Promise<CheckResult> {
      return runCheck({ name: "test", command, cwd, timeoutMs: 20_000, level, ...more });
    }

    it("runs node and npm, and changes the repository only", async () => {
      const cwd = await temporaryFolder();
      writeFileSync(join(cwd, "package.json"), JSON.stringify({ name: "x", scripts: { test: "node write.js" } }));
      writeFileSync(join(cwd, "write.js"), "require('fs').writeFileSync('out', require('os').userInfo().username)");

      const elsewhere = ["/usr", "/etc", ""].map((folder) => `${folder}/onx-test-${process.pid}`);
      const command = `npm test && echo t > $TMPDIR/t && echo h > ~/h && mkdir made && ! touch ${elsewhere.join(" ")}`;
      const result = await check(cwd, command);

      expect(result).toMatchObject({ name: "test", status: "passed", exit_code: 0, sandbox: level });
      expect(readFileSync(join(cwd, "out"), "utf8")).toBe("check");
      expect(statSync(join(cwd, "made")).uid).toBe(process.getuid?.());
      expect(elsewhere.filter((path) => existsSync(path))).toEqual([]);
    });

    it("reports the exit code and what was printed", async () => {
      const result = await check(await temporaryFolder(), "echo out; echo err >&2; exit 3");
      expect(result).toMatchObject({ status: "failed", exit_code: 3 });
      expect(result.output.split("\n").sort()).toEqual(["", "err", "out"]);
    });

    it("passes on nothing of our environment", async () => {
      process.env["ONX_TEST_TOKEN"] = "s3cret";
      onTestFinished(() => void delete process.env["ONX_TEST_TOKEN"]);
      const result = await check(await temporaryFolder(), "env; cat /proc/*/environ");
      expect(result.output).toContain("CI=1");
      expect(result.output).not.toContain("s3cret");
    });

    it("cannot read a secret in a home or any other folder of ours", async () => {
      const home = await temporaryFolder("onx-home");
      mkdirSync(join(home, ".ssh"));
      writeFileSync(join(home, ".ssh/id_ed25519"), "s3cret");
      const ours = [join(home, ".ssh/id_ed25519"), process.cwd(), process.env["HOME"] ?? "/root", "/root", "/home"];

      const command = ours.map((path) => `cat '${path}'; ls -A '${path}'`).join("; ");
      const result = await check(await temporaryFolder(), `${command}; echo s3en > /tmp/only-here`);

      expect(result.output.match(/No such file or directory/g)).toHaveLength(2 * ours.length);
      expect(result.output).not.toContain("s3cret");
      expect(existsSync("/tmp/only-here")).toBe(false);
    });

    it("cannot leave through a link", async () => {
      const outside = await temporaryFolder("onx-outside");
      writeFileSync(join(outside, "file"), "untouched");
      const cwd = await temporaryFolder();
      symlinkSync(outside, join(cwd, "link"));
      symlinkSync(join(outside, "file"), join(cwd, "filelink"));

      const command = `echo x > link/new; echo x > filelink; echo x > ../escaped; rm -rf link/; ls /proc/1/root${outside}`;
      await check(cwd, command);

      expect(readdirSync(outside)).toEqual(["file"]);
      expect(readFileSync(join(outside, "file"), "utf8")).toBe("untouched");
      expect(statSync(outside).uid).toBe(process.getuid?.());
      expect(existsSync(join(cwd, "../escaped"))).toBe(false);
    });

    it("can start no more processes than it may", async () => {
      const bomb = "for i in $(seq 200); do sleep 3 & echo started; done; wait";
      const result = await check(await temporaryFolder(), bomb, { limits: { processes: 64 } });

      const started = result.output.match(/^started$/gm)?.length ?? 0;
      expect(result.status).toBe("failed");
      expect(started).toBeGreaterThan(0);
      expect(started).toBeLessThan(64);
    });

    it("can write no larger file than it may", async () => {
      const cwd = await temporaryFolder();
      const fill = "head -c 64M /dev/zero > big; head -c 64M /dev/zero > /tmp/big; stat -c %s /tmp/big";
      const result = await check(cwd, fill, { limits: { fileBytes: 16 << 20, temporaryBytes: 8 << 20 } });

      expect(statSync(join(cwd, "big")).size).toBe(16 << 20);
      expect(Number(/^\d+$/m.exec(result.output)?.[0])).toBeLessThanOrEqual(8 << 20);
    });

    it("can use no more memory than it may", async () => {
      const grow = "node -e 'const all = []; for (let i = 0; i < 64; i++) all.push(Buffer.alloc(16 << 20, 1))'";
      expect(await check(await temporaryFolder(), grow)).toMatchObject({ status: "passed" });
      const held = await check(await temporaryFolder(), grow, { limits: { memoryBytes: 512 << 20 } });
      expect(held.status).toBe("failed");
    });

    it("is ended with all that it started when its time is over", async () => {
      const marker = `86399.${process.pid}${level.length}`;
      const sleep = `setsid sleep ${marker} & nohup sleep ${marker} & trap '' TERM; sleep ${marker}`;
      const result = await check(await temporaryFolder(), `echo begun; ${sleep}`, { timeoutMs: 1_000 });

      expect(result).toMatchObject({ status: "timed_out", exit_code: null, output: "begun\n" });
      await expect.poll(() => processesNaming(marker)).toEqual([]);
    });

    it("leaves nothing running when it ends in time", async () => {
      const marker = `86398.${process.pid}${level.length}`;
      const result = await check(await temporaryFolder(), `setsid sleep ${marker} >/dev/null 2>&1 & echo done`);
      expect(result).toMatchObject({ status: "passed", output: "done\n" });
      await expect.poll(() => processesNaming(marker)).toEqual([]);
    });

    it("keeps beginning and end of endless output", async () => {
      const endless = "echo first; timeout 1 yes; echo last";
      const result = await check(await temporaryFolder(), endless, { maxOutputBytes: 1_000 });
      expect(result.output).toMatch(/^first\ny\n[^]*\n… \d+ bytes left out …\n[^]*y\nlast\n$/);
      expect(result.output.length).toBeLessThan(1_100);
    });

    it("has the network only where it asks for it", async () => {
      let visits = 0;
      const server = createServer((_request, response) => {
        visits += 1;
        response.end("hello");
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => void server.close());
      const address = server.address();
      const port = typeof address === "object" ? address?.port : undefined;
      const fetch = `node -e 'fetch("http://127.0.0.1:${port}").then(r => r.text()).then(console.log)'`;

      expect(await check(await temporaryFolder(), fetch)).toMatchObject({ status: "failed" });
      expect(visits).toBe(0);
      expect(await check(await temporaryFolder(), fetch, { network: true })).toMatchObject({ output: "hello\n" });
    });

    it("sees and signals no process of ours", async () => {
      const result = await check(await temporaryFolder(), `kill -0 ${process.pid}; ls /proc | grep -c '^[0-9]'`);
      expect(result.output).toMatch(/no such process/i);
      expect(Number(/^\d+$/m.exec(result.output)?.[0])).toBeLessThan(12);
    });
  });
}

function processesNaming(text: string): string[] {
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

describe("a machine that isolates nothing", () => {
  it("refuses to run a check", async () => {
    const cwd = await temporaryFolder();
    const result = await runCheck({ name: "test", command: "touch ran", cwd, timeoutMs: 5_000, level: "none" });
    expect(result).toMatchObject({ status: "refused", exit_code: null, sandbox: "none" });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("runs it where that is allowed, in a clean environment, and kills the group in the end", async () => {
    process.env["ONX_TEST_TOKEN"] = "s3cret";
    onTestFinished(() => void delete process.env["ONX_TEST_TOKEN"]);
    const cwd = await temporaryFolder();
    const marker = `86397.${process.pid}`;
    const command = `env; sleep ${marker} & sleep ${marker}`;
    const request = { name: "test", command, cwd, timeoutMs: 1_000, level: "none", allowUnsandboxed: true } as const;

    const result = await runCheck(request);

    expect(result).toMatchObject({ status: "timed_out", sandbox: "none" });
    expect(result.output).toContain("CI=1");
    expect(result.output).not.toContain("s3cret");
    await expect.poll(() => processesNaming(marker)).toEqual([]);
  });
});
