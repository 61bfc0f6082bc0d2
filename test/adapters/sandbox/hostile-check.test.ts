import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../support/temp.js";
import { describeLevels, sleepersNaming } from "./levels.js";

// Each does no harm by itself, should the sandbox not hold.
describeLevels((check, level) => {
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
    const secret = join(home, ".ssh/id_ed25519");
    const ours = [secret, process.cwd(), process.env["HOME"] ?? "/root", "/root", "/home", "/etc/shadow"];

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
    const fill = ["big", "/tmp/big", "/dev/shm/big"].map(
      (path) => `head -c 64M /dev/zero > ${path}; stat -c %s ${path}`,
    );
    const limits = { fileBytes: 16 << 20, temporaryBytes: 8 << 20 };
    const result = await check(cwd, fill.join("; "), { limits });

    expect(result.output.match(/^\d+$/gm)).toEqual([String(16 << 20), String(8 << 20), String(8 << 20)]);
    expect(statSync(join(cwd, "big")).size).toBe(16 << 20);
  });

  it("is stopped when many files leave too little of the disk", async () => {
    const cwd = await temporaryFolder();
    const fill = "for i in $(seq 64); do head -c 1M /dev/zero > file$i; sleep 0.2; done";
    const result = await check(cwd, fill, { limits: { freeDiskBytes: Number.MAX_SAFE_INTEGER } });

    expect(result).toMatchObject({ status: "failed", exit_code: null });
    expect(result.output).toMatch(/\nstopped: less than \d+ MiB of the disk are free\n$/);
    expect(readdirSync(cwd).length).toBeLessThan(64);
  });

  it("can use no more memory than it may", async () => {
    const grow = "node -e 'const all = []; for (let i = 0; i < 24; i++) all.push(Buffer.alloc(16 << 20, 1))'";
    expect(await check(await temporaryFolder(), grow)).toMatchObject({ status: "passed" });
    const held = await check(await temporaryFolder(), grow, { limits: { memoryBytes: 256 << 20 } });
    expect(held.status).toBe("failed");
  });

  it("can use no more processor time than it may", async () => {
    const more = { limits: { cpuSeconds: 1 }, timeoutMs: 60_000 };
    const result = await check(await temporaryFolder(), "timeout 50 sh -c 'while :; do :; done'", more);
    expect(result.status).toBe("failed");
    expect(result.exit_code).toBeGreaterThan(128);
  });

  it("is stopped when its processes use too much memory together", async () => {
    const hold = "node -e 'globalThis.held = Buffer.alloc(64 << 20, 1); setTimeout(() => {}, 30_000)'";
    const limits = { memoryBytes: 512 << 20, totalMemoryBytes: 200 << 20 };
    const result = await check(await temporaryFolder(), `${`${hold} & `.repeat(4)} wait`, { limits });

    expect(result).toMatchObject({ status: "failed", exit_code: null });
    expect(result.output).toContain("stopped: its processes use more than 200 MiB of memory together");
  });

  it("cannot become root in a user namespace, to mount more memory than it may", async () => {
    const mount = "unshare --user --map-root-user --mount sh -c 'mount -t tmpfs more /tmp && echo mounted'";
    const result = await check(await temporaryFolder(), mount);
    expect(result).toMatchObject({ status: "failed", output: expect.stringMatching(/^unshare: .*\n$/) });
  });

  it("is ended with all that it started when its time is over", async () => {
    const marker = `86399.${process.pid}${level.length}`;
    const sleep = `setsid sleep ${marker} & nohup sleep ${marker} & trap '' TERM; sleep ${marker}`;
    const result = await check(await temporaryFolder(), `echo begun; ${sleep}`, { timeoutMs: 1_000 });

    expect(result).toMatchObject({ status: "timed_out", exit_code: null, output: "begun\n" });
    await expect.poll(() => sleepersNaming(marker)).toEqual([]);
  });

  it("is ended when its first process has left the others", async () => {
    const marker = `86396.${process.pid}${level.length}`;
    const result = await check(await temporaryFolder(), `exec setsid sleep ${marker}`, { timeoutMs: 1_000 });
    expect(result).toMatchObject({ status: "timed_out" });
    await expect.poll(() => sleepersNaming(marker)).toEqual([]);
  });

  it("keeps beginning and end of endless output", async () => {
    const endless = "echo first; timeout 0.2 yes; echo last";
    const result = await check(await temporaryFolder(), endless, { maxOutputBytes: 1_000 });
    expect(result.output).toMatch(/^first\ny\n[^]*\n… \d+ bytes left out …\n[^]*y\nlast\n$/);
    expect(result.output.length).toBeLessThan(1_100);
  });

  it("sees and signals no process of ours", async () => {
    const result = await check(await temporaryFolder(), `kill -0 ${process.pid}; ls /proc | grep -c '^[0-9]'`);
    expect(result.output).toMatch(/no such process/i);
    expect(Number(/^\d+$/m.exec(result.output)?.[0])).toBeLessThan(12);
  });
});
