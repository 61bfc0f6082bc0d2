import { expect, test } from "vitest";
import { manifestProgram } from "../../src/cli/programs.js";
import { createGitRepository } from "../support/git.js";
import { temporaryFolder } from "../support/temp.js";
import { type Finished, runProgram } from "./run-program.js";

const OPEN = `/** Opens what lies at a path, split at its slashes. */
export function open(path: string): string[] { return path.split("/"); }
`;
const CLOSE =
  "/** Closes it, and says how often. */\nexport function close(times: number): number { return times * 2 + 1; }\n";
const RENAMED = OPEN.replace("open(", "openPath(");
const DEPRECATED = `${OPEN}/** @deprecated Use close. */\nexport const shut = close;\n`;

interface Step {
  readonly version: string;
  readonly text: string;
}

async function semver(from: Step, to: Step, ...options: readonly string[]): Promise<Finished> {
  const commit = ({ version, text }: Step, tag: string) => ({
    files: { "package.json": JSON.stringify({ name: "core", version, main: "index.ts" }), "index.ts": text },
    tag,
  });
  const core = await createGitRepository([commit(from, "before"), commit(to, "after")], await temporaryFolder());
  const refs = ["--core-path", core.dir, "--from", "before", "--to", "HEAD"];
  return runProgram(manifestProgram(), "semver", ...refs, ...options);
}

test.each<[string, Step, Step, object]>([
  [
    "a rename is major",
    { version: "1.2.0", text: OPEN },
    { version: "1.3.0", text: RENAMED },
    { declared: "minor", required: "major", changes: "major", enough: false },
  ],
  [
    "a major version may break",
    { version: "1.2.0", text: OPEN },
    { version: "2.0.0", text: RENAMED },
    { declared: "major", required: "major", enough: true },
  ],
  [
    "something new is minor",
    { version: "1.2.0", text: OPEN },
    { version: "1.2.1", text: OPEN + CLOSE },
    { declared: "patch", required: "minor", enough: false, additions: ["core.close"] },
  ],
  [
    "the same names are a patch",
    { version: "1.2.0", text: OPEN },
    { version: "1.2.1", text: OPEN.replace('split("/")', 'split("\\\\")') },
    { declared: "patch", required: "patch", enough: true },
  ],
  [
    "a version that was not raised",
    { version: "1.2.0", text: OPEN },
    { version: "1.2.0", text: OPEN + CLOSE },
    { declared: "none", required: "minor", enough: false },
  ],
  [
    "at 0.y.z a minor version may break",
    { version: "0.2.0", text: OPEN },
    { version: "0.3.0", text: RENAMED },
    { declared: "minor", required: "minor", changes: "major", enough: true, rule: expect.stringContaining("0.y.z") },
  ],
  [
    "at 0.y.z a patch may not break",
    { version: "0.2.0", text: OPEN },
    { version: "0.2.1", text: RENAMED },
    { declared: "patch", required: "minor", enough: false },
  ],
  [
    "at 0.y.z a patch may add",
    { version: "0.2.0", text: OPEN },
    { version: "0.2.1", text: OPEN + CLOSE },
    { required: "patch", changes: "minor", enough: true },
  ],
  [
    "at 0.0.z a patch may break",
    { version: "0.0.2", text: OPEN },
    { version: "0.0.3", text: RENAMED },
    { required: "patch", changes: "major", enough: true, rule: expect.stringContaining("0.0.z") },
  ],
  [
    "after a prerelease anything may follow",
    { version: "2.0.0-beta.1", text: OPEN },
    { version: "2.0.0-beta.2", text: RENAMED },
    { required: "patch", changes: "major", enough: true, rule: expect.stringContaining("prerelease") },
  ],
])("%s", async (_name, from, to, expected) => {
  const { exitCode, stdout, stderr } = await semver(from, to, "--json");
  const verdict: unknown = JSON.parse(stdout);
  expect(verdict).toMatchObject(expected);
  expect(stderr).toBe("");
  expect(exitCode).toBe((verdict as { enough: boolean }).enough ? 0 : 1);
});

test("for people: what it demands, and why", async () => {
  const before = { version: "0.2.0", text: OPEN + CLOSE.replace("close(times", "close(count: string, times") };
  const { exitCode, stdout } = await semver(before, {
    version: "0.2.1",
    text: RENAMED + DEPRECATED.slice(OPEN.length) + CLOSE,
  });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^core 0\.2\.0 → 0\.2\.1\n\ndeclared {2}patch\nrequired {2}minor \(at 0\.y\.z /);
  expect(stdout).toMatch(/breaks dependents:\n {2}OP\d+ {2}open → openPath\n/);
  expect(stdout).toMatch(/is new:\n {2}core\.shut\n/);
  expect(stdout).toMatch(/\nthe version has to be raised: a minor version is required\n$/);
});

test("neither a core nor a ref that is there", async () => {
  const refs = ["--from", "1.0.0", "--to", "2.0.0"];
  const neither = await runProgram(manifestProgram(), "semver", ...refs);
  expect(neither).toMatchObject({ exitCode: 2, stdout: "", stderr: expect.stringMatching(/--core-path or --core/) });
});
