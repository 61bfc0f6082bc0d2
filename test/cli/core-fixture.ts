import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createGitRepository, type GitRepository } from "../support/git.js";
import { temporaryFolder } from "../support/temp.js";
import { manifestProgram } from "../../src/cli/programs.js";
import { runProgram } from "./run-program.js";

const BEFORE = `/** Reads the text of a file with a codec, trimmed. */
export function readText(path: string, codec: string): string {
  let out = "";
  for (const part of path.split("/")) out += part + codec;
  return out.trim();
}

/** Checks values against rules. */
export class BaseValidator {
  constructor(private readonly rules: readonly string[]) {}
  /** Runs every rule on the value. */
  validate(value: string): boolean {
    return this.rules.every((rule) => value.includes(rule));
  }
}
`;

const AFTER = BEFORE.replace("readText", "readFileText")
  .replace("BaseValidator", "ValidatorBase")
  .replace("validate(", "check(");

export const DEPENDENT = {
  "package.json": '{\n  "name": "app",\n  "dependencies": { "@acme/core": "^0.9.0" }\n}\n',
  "src/app.ts": [
    'import { BaseValidator, readText } from "@acme/core";',
    "",
    'const validator = new BaseValidator(["a"]);',
    'export const fine = validator.validate(readText("x", "utf8"));',
    "export const other = { validate: () => 1 }.validate();",
    "",
  ].join("\n"),
};

export const MIGRATED = {
  "package.json": DEPENDENT["package.json"].replace("^0.9.0", "^1.0.0"),
  "src/app.ts": DEPENDENT["src/app.ts"]
    .replaceAll("BaseValidator", "ValidatorBase")
    .replaceAll("readText", "readFileText")
    .replace("validator.validate", "validator.check"),
};

/** A core at 0.9.0 and 1.0.0, in which a class, a method and a function have new names. */
export async function createCore(extra: Readonly<Record<string, string | Uint8Array>> = {}): Promise<GitRepository> {
  const version = (text: string, version: string) => ({
    files: {
      "package.json": `{"name":"@acme/core","version":"${version}","main":"src/index.ts"}`,
      "src/index.ts": text,
      ...extra,
    },
    tag: `v${version}`,
  });
  return createGitRepository([version(BEFORE, "0.9.0"), version(AFTER, "1.0.0")], await temporaryFolder("core"));
}

export interface Scene {
  readonly core: GitRepository;
  readonly dependent: GitRepository;
  /** The folder that generate wrote. */
  readonly manifest: string;
}

export async function createScene(
  dependent: Readonly<Record<string, string | Uint8Array>> = DEPENDENT,
): Promise<Scene> {
  const core = await createCore();
  const manifest = join(await temporaryFolder("out"), "manifest");
  const versions = ["--from", "0.9.0", "--to", "1.0.0"];
  const made = await runProgram(manifestProgram(), "generate", "--core-path", core.dir, ...versions, "--out", manifest);
  if (made.exitCode !== 0) throw new Error(made.stderr);
  const repository = await createGitRepository([{ files: dependent }], await temporaryFolder("dependent"));
  return { core, dependent: repository, manifest };
}

export interface Way {
  /** Folder of the core. */
  readonly core: string;
  readonly registry: string;
}

const LATER = "\nexport function isBlank(text: string): boolean {\n  return text.trim() === String();\n}\n";

/** At 2.0.0 the class has its third name, the function its first one again, and the method the one that it got at 1.0.0. */
export async function createWay(): Promise<Way> {
  const core = await createCore();
  const before = await readFile(join(core.dir, "src/index.ts"), "utf8");
  const after = before.replace("ValidatorBase", "RuleChecker").replace("readFileText", "readText") + LATER;
  const packageJson = '{"name":"@acme/core","version":"2.0.0","main":"src/index.ts"}';
  await core.commit({ "src/index.ts": after, "package.json": packageJson }, { tag: "v2.0.0" });
  const registry = await temporaryFolder("registry");
  for (const [from, to] of [
    ["0.9.0", "1.0.0"],
    ["1.0.0", "2.0.0"],
  ] as const) {
    const out = join(await temporaryFolder("out"), "manifest");
    await manifest("generate", "--core-path", core.dir, "--from", from, "--to", to, "--out", out);
    await manifest("publish", "--manifest", join(out, "change_manifest.yaml"), "--registry", registry);
  }
  return { core: core.dir, registry };
}

async function manifest(...args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runProgram(manifestProgram(), ...args);
  if (exitCode !== 0) throw new Error(stderr);
}
