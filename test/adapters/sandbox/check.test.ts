import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runCheck } from "../../../src/adapters/sandbox/check.js";
import { temporaryFolder } from "../../support/temp.js";
import { describeLevels, sleepersNaming } from "./levels.js";

describeLevels((check, level) => {
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

  it("leaves nothing running when it ends in time", async () => {
    const marker = `86398.${process.pid}${level.length}`;
    const result = await check(await temporaryFolder(), `setsid sleep ${marker} >/dev/null 2>&1 & echo done`);
    expect(result).toMatchObject({ status: "passed", output: "done\n" });
    await expect.poll(() => sleepersNaming(marker)).toEqual([]);
  });

  it("can talk to itself without the network", async () => {
    const serve = 'const server = require("http").createServer((_, response) => response.end("hello"))';
    const visit = 'fetch("http://localhost:" + server.address().port).then((r) => r.text()).then(console.log)';
    const script = `${serve}; server.listen(0, "localhost", () => ${visit}.then(() => process.exit()))`;
    expect(await check(await temporaryFolder(), `node -e '${script}'`)).toMatchObject({ output: "hello\n" });
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
});

describe("a machine that isolates nothing", () => {
  it("refuses to run a check", async () => {
    const cwd = await temporaryFolder();
    const result = await runCheck({ name: "test", command: "touch ran", cwd, timeoutMs: 5_000, level: "none" });
    expect(result).toMatchObject({ status: "refused", exit_code: null, sandbox: "none" });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("bears a check that removes its repository", async () => {
    const request = { name: "test", command: 'rm -rf "$PWD"; sleep 1.5', timeoutMs: 20_000, allowUnsandboxed: true };
    const result = await runCheck({ ...request, cwd: await temporaryFolder(), level: "none" });
    expect(result).toMatchObject({ status: "passed", sandbox: "none" });
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
    await expect.poll(() => sleepersNaming(marker)).toEqual([]);
  });
});
