import { execa } from "execa";
import { expect, test } from "vitest";
import { manifestProgram, migrateProgram } from "../../src/cli/programs.js";
import { temporaryFolder } from "../support/temp.js";
import { runProgram } from "./run-program.js";

const SOURCES = new URL("../../src/cli/", import.meta.url).pathname;

test.each(
  [manifestProgram(), migrateProgram()].flatMap((program) =>
    program.commands.map((command) => [program.name(), command.name()]),
  ),
)("%s %s --help shows an example", async (name, command) => {
  const program = name === "onx-manifest" ? manifestProgram() : migrateProgram();
  const { exitCode, stdout, stderr } = await runProgram(program, command!, "--help");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(new RegExp(String.raw`Examples?:\n {2}\$ .*${name} ${command}`));
});

test("wrong usage is one line that says where to read more, with exit code 2", async () => {
  const cases: [string[], string][] = [
    [
      ["generate", "--from", "1"],
      "onx-manifest generate: required option '--to <ref>' not specified: see onx-manifest generate --help\n",
    ],
    [["xyz"], "onx-manifest: unknown command 'xyz': see onx-manifest --help\n"],
    [
      ["notes", "--manifest", "x", "--loud"],
      "onx-manifest notes: unknown option '--loud': see onx-manifest notes --help\n",
    ],
    [
      ["generate", "--confidence-threshold", "high"],
      "onx-manifest generate: option '--confidence-threshold <number>' argument 'high' is invalid. give a number from 0 to 1: see onx-manifest generate --help\n",
    ],
  ];
  for (const [args, stderr] of cases) {
    expect(await runProgram(manifestProgram(), ...args)).toEqual({ exitCode: 2, stdout: "", stderr });
  }
});

test("an unexpected error is one line and exit code 3, with its stack on DEBUG alone", async () => {
  const program = migrateProgram();
  program.commands[0]?.action(() => {
    throw new TypeError("broken\nin two");
  });
  const run = () => runProgram(program, "apply", "--manifest", "m", "--target", "t");
  const stderr = "onx-migrate: internal error: broken in two\n";
  expect(await run()).toEqual({ exitCode: 3, stdout: "", stderr });
  process.env["DEBUG"] = "1";
  try {
    expect((await run()).stderr).toContain("programs.test.ts");
  } finally {
    delete process.env["DEBUG"];
  }
});

test("as processes: version, a closed pipe, no colours and no progress without a terminal", async () => {
  const cwd = await temporaryFolder();
  const start = ["--import", "tsx"];
  const version = await execa(process.execPath, [...start, `${SOURCES}onx-migrate.ts`, "--version"]);
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+$/);
  const closed = await execa({
    shell: "/bin/sh",
    reject: false,
    cwd: SOURCES,
    all: true,
  })`${process.execPath} --import tsx onx-manifest.ts generate --help | true`;
  expect({ exitCode: closed.exitCode, all: closed.all }).toEqual({ exitCode: 0, all: "" });
  const failed = await execa(
    process.execPath,
    [...start, `${SOURCES}onx-manifest.ts`, "notes", "--manifest", `${cwd}/x`],
    {
      reject: false,
      env: { FORCE_COLOR: "1" },
    },
  );
  expect(failed).toMatchObject({ exitCode: 2, stdout: "" });
  expect(failed.stderr).not.toContain("\u001B");
  expect(failed.stderr).not.toContain("\r");
});
