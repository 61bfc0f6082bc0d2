import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { migrateProgram } from "../../src/cli/programs.js";
import { createScene, DEPENDENT, MIGRATED, type Scene } from "../cli/core-fixture.js";
import { type Finished, runProgram } from "../cli/run-program.js";
import { temporaryFolder } from "../support/temp.js";

const MIGRATE = fileURLToPath(new URL("../../src/cli/onx-migrate.ts", import.meta.url));
const LOCK = '{ "lockfileVersion": 3, "packages": {} }\n';
const LOCKED = '{ "lockfileVersion": 3, "packages": { "node_modules/@acme/core": { "version": "1.0.0" } } }\n';

/** A package manager that begins, waits until it is let go on, and writes the lockfile. */
async function slowManager(): Promise<{ bin: string; begun: () => Promise<void>; goOn: () => Promise<void> }> {
  const bin = await temporaryFolder("bin");
  const script = `#!/bin/sh
touch '${bin}/begun'
for _ in $(seq 600); do [ -e '${bin}/go' ] && break; sleep 0.1; done
printf '%s' '${LOCKED}' > package-lock.json
touch '${bin}/ended'
`;
  await writeFile(join(bin, "npm"), script);
  await chmod(join(bin, "npm"), 0o755);
  const isThere = (name: string) => vi.waitFor(() => stat(join(bin, name)), { timeout: 90_000, interval: 50 });
  return {
    bin,
    begun: async () => void (await isThere("begun")),
    goOn: async () => {
      await writeFile(join(bin, "go"), "");
      await isThere("ended");
    },
  };
}

function applyArguments({ core, dependent, manifest }: Scene): string[] {
  return ["apply", "--manifest", manifest, "--target", dependent.dir, "--core-path", core.dir, "--allow-dirty"];
}

function startApply(scene: Scene, bin: string): ChildProcess {
  const args = ["--import", import.meta.resolve("tsx"), MIGRATE, ...applyArguments(scene)];
  const env = { ...process.env, PATH: `${bin}:${process.env["PATH"]}` };
  const child = spawn(process.execPath, args, { env, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

function rollback({ dependent }: Scene, ...options: readonly string[]): Promise<Finished> {
  return runProgram(migrateProgram(), "rollback", "--package", dependent.dir, "--to-version", "0.9.0", ...options);
}

async function contents({ dependent }: Scene): Promise<Record<string, string>> {
  const names = ["package.json", "src/app.ts", "package-lock.json"];
  const read = names.map(async (path) => [path, await readFile(join(dependent.dir, path), "utf8")] as const);
  return Object.fromEntries(await Promise.all(read));
}

test("a run that is killed while the package manager is at work keeps others out till then, and is finished by the next", async () => {
  const files = { ...DEPENDENT, "package-lock.json": LOCK };
  const scene = await createScene(files);
  const manager = await slowManager();
  const child = startApply(scene, manager.bin);
  await manager.begun();
  const other = await runProgram(migrateProgram(), ...applyArguments(scene));
  expect(other).toEqual({
    exitCode: 2,
    stdout: "",
    stderr: expect.stringMatching(
      new RegExp(
        `^onx-migrate: another onx-migrate is at work in this folder \\(process ${child.pid} on .+\\) [^\\n]+\\n$`,
      ),
    ),
  });
  expect((await rollback(scene)).stderr).toContain("another onx-migrate is at work in this folder");

  child.kill("SIGKILL");
  await once(child, "exit");
  // The package manager goes on by itself.
  await manager.goOn();
  vi.stubEnv("PATH", `${manager.bin}:${process.env["PATH"]}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await runProgram(migrateProgram(), ...applyArguments(scene))).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await contents(scene)).toEqual({ ...MIGRATED, "package-lock.json": LOCKED });
  expect((await runProgram(migrateProgram(), ...applyArguments(scene))).stdout).toContain("nothing to do");

  expect(await rollback(scene)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await contents(scene)).toEqual(files);
}, 180_000);

test("a run that is killed while the package manager is at work can be rolled back, whatever that has written since", async () => {
  const files = { ...DEPENDENT, "package-lock.json": LOCK };
  const scene = await createScene(files);
  const manager = await slowManager();
  const child = startApply(scene, manager.bin);
  await manager.begun();
  child.kill("SIGKILL");
  await once(child, "exit");
  await manager.goOn();
  expect((await contents(scene))["package-lock.json"]).toBe(LOCKED);
  expect(await rollback(scene)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await contents(scene)).toEqual(files);
}, 180_000);

test("a lockfile that was changed since is made anew by the package manager", async () => {
  const files = { ...DEPENDENT, "package-lock.json": LOCK };
  const scene = await createScene(files);
  const manager = await slowManager();
  await writeFile(join(manager.bin, "go"), "");
  vi.stubEnv("PATH", `${manager.bin}:${process.env["PATH"]}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  await runProgram(migrateProgram(), ...applyArguments(scene));
  const lockfile = join(scene.dependent.dir, "package-lock.json");
  await writeFile(lockfile, LOCKED.replace("1.0.0", "1.0.1"));
  const left = await rollback(scene, "--no-lockfile");
  expect(left.exitCode).toBe(1);
  expect(left.stdout).toContain("conflict   package-lock.json: it was edited since in the same lines");
  const remade = await rollback(scene);
  expect(remade).toMatchObject({ exitCode: 0, stderr: "" });
  expect(remade.stdout).toContain("remade     package-lock.json");
  expect(await readFile(lockfile, "utf8")).toBe(LOCKED);
});

test("a lock that is not a process's, or was left behind by one of another machine", async () => {
  const scene = await createScene();
  const lock = join(scene.dependent.dir, ".onx/lock");
  await mkdir(join(scene.dependent.dir, ".onx"));
  await writeFile(lock, '{"pid":1,"host":"elsewhere"}\n');
  const held = await runProgram(migrateProgram(), ...applyArguments(scene));
  expect(held).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("(process 1 on elsewhere)") });
  await writeFile(lock, "half");
  expect(await runProgram(migrateProgram(), ...applyArguments(scene))).toMatchObject({ exitCode: 0, stderr: "" });
  await expect(stat(lock)).rejects.toMatchObject({ code: "ENOENT" });
});
