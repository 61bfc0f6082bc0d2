import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { manifestProgram } from "../../src/cli/programs.js";
import { createGitRepository, type GitRepository } from "../support/git.js";
import { temporaryFolder } from "../support/temp.js";
import { type Finished, runProgram } from "./run-program.js";

const RELEASES = {
  "1.0.0": `/** Reads the text of a file with a codec, trimmed. */
export function readText(path: string, codec: string): string {
  return path.split("/").join(codec).trim();
}
export class Reader {
  /** @deprecated use {@link Reader.pull} */
  take(): number { return 1; }
  static pull(): number { return 1; }
}
`,
  "2.0.0": `/** Reads the text of a file with a codec, trimmed. */
export function readFileText(path: string, codec: string): string {
  return path.split("/").join(codec).trim();
}
export class Reader {
  static pull(): number { return 1; }
}
`,
};

async function createCore(): Promise<GitRepository> {
  const commits = Object.entries(RELEASES).map(([version, text]) => ({
    files: {
      "package.json": `{"name":"@acme/core","version":"${version}","main":"src/index.ts"}`,
      "src/index.ts": text,
    },
    tag: `v${version}`,
  }));
  return createGitRepository(commits, await temporaryFolder("core"));
}

async function generate(core: GitRepository, ...options: readonly string[]): Promise<Finished & { out: string }> {
  const out = join(await temporaryFolder("out"), "manifest");
  const args = ["--core-path", core.dir, "--from", "1.0.0", "--to", "2.0.0", "--out", out, ...options];
  return { ...(await runProgram(manifestProgram(), "generate", ...args)), out };
}

async function reportOf(out: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(out, "manifest_report.json"), "utf8"));
}

function explain(out: string, id: string): Promise<Finished> {
  return runProgram(manifestProgram(), "explain", "--manifest", out, id);
}

test("witnesses are in the report, and explain shows them from the manifest alone", async () => {
  const { out } = await generate(await createCore());
  expect(await reportOf(out)).toMatchObject({
    verification: { by_outcome: { confirmed: 1, "still-fails": 1 }, lowered: [{ kind: "rename.callable" }] },
  });
  const texts = [(await explain(out, "OP001")).stdout, (await explain(out, "OP002")).stdout];
  expect(texts.find((text) => text.includes("readFileText"))).toContain(
    [
      "witness: confirmed, it behaves as the operation says",
      "",
      '  import { readText } from "@acme/core";',
      "  export const witness = readText;",
    ].join("\n"),
  );
  const lowered = texts.find((text) => text.includes("Reader.take"));
  expect(lowered).toMatch(/^witness: still-fails, it fails with the new version once migrated too$/m);
  expect(lowered).toMatch(/^ {2}because {5}TS2576: Property 'pull' does not exist on type 'Reader'/m);
  expect(lowered).toMatch(/^ {2}confidence {2}0\.\d+ without it$/m);
  expect(lowered).toContain("  export function witness(it: Reader) {\n    return it.take;\n  }");
});

test("--no-verify leaves them out, and is not taken for the same in the cache", async () => {
  const cache = await temporaryFolder();
  const core = await createCore();
  const plain = await generate(core, "--no-verify", "--cache", cache);
  const verified = await generate(core, "--cache", cache);
  expect(await readFile(join(plain.out, "change_manifest.yaml"), "utf8")).not.toContain("witness:");
  expect(await reportOf(plain.out)).toMatchObject({ verification: { by_outcome: {}, lowered: [] } });
  expect(await readFile(join(verified.out, "change_manifest.yaml"), "utf8")).toContain("witness:");
  const { stdout } = await explain(plain.out, "OP001");
  expect(stdout).not.toContain("witness");
});
