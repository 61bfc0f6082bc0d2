import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { openGitTree } from "../../../src/adapters/git/source-tree.js";
import type { SourceTree } from "../../../src/domain/source-tree.js";
import { type LabelledRelease, readReleases } from "../accuracy/labels.js";

const dependentSchema = z.object({
  /** `owner/name`. */
  repo: z.string(),
  /** Full commit ids: what people migrated by hand, and what came of it. */
  before: z.string(),
  after: z.string(),
  truth: z.array(z.string()),
  files_with_truth_ops: z.array(z.string()),
});

export interface Dependent extends Omit<z.infer<typeof dependentSchema>, "truth"> {
  /** The core's release that it was migrated to. */
  readonly release: LabelledRelease;
  /** A git repository on this machine that holds both commits. */
  readonly path: string;
}

export interface Corpus {
  readonly dependents: readonly Dependent[];
  /** Repository, and why it is left out. */
  readonly skipped: readonly (readonly [string, string])[];
}

/** The dependents of the labelled releases whose repositories lie in `mirror`, as `OWNER+NAME` or `OWNER+NAME/repo`. */
export function readCorpus(labels: string, mirror: string | undefined): Corpus {
  const { releases } = readReleases(labels);
  const listed = z
    .array(dependentSchema)
    .parse(JSON.parse(readFileSync(join(labels, "dependents.json"), "utf8")))
    .sort((a, b) => (a.repo < b.repo ? -1 : 1));
  const dependents: Dependent[] = [];
  const skipped: [string, string][] = [];
  for (const { truth, ...dependent } of listed) {
    const release = releases.find(({ name }) => truth.includes(`${name}.jsonl`));
    const path = mirror && locate(mirror, dependent.repo);
    if (release === undefined) skipped.push([dependent.repo, "its core is no TypeScript release on npm"]);
    else if (path === undefined) skipped.push([dependent.repo, "not in the mirror"]);
    else dependents.push({ ...dependent, release, path });
  }
  return { dependents, skipped };
}

function locate(mirror: string, repo: string): string | undefined {
  const folder = join(mirror, repo.replace("/", "+"));
  return [join(folder, "repo"), folder].find((path) => existsSync(path));
}

/** Writes a commit's files into a folder. Links and submodules are left out. */
export async function checkOut({ path }: Dependent, commit: string, folder: string): Promise<void> {
  const tree = await openGitTree(path, commit);
  for (const [file, bytes] of await filesOf(tree)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), bytes);
  }
}

/** Text of some files at a commit; of those that are not there, none. */
export async function readTexts({ path }: Dependent, commit: string): Promise<Map<string, string>> {
  const files = await filesOf(await openGitTree(path, commit));
  return new Map([...files].map(([file, bytes]) => [file, Buffer.from(bytes).toString("utf8")]));
}

async function filesOf({ entries, read }: SourceTree): Promise<Map<string, Uint8Array>> {
  const files = entries.filter(({ kind }) => kind === "file");
  const contents = await read(files.map(({ oid }) => oid));
  return new Map(files.map(({ path, oid }) => [path, contents.get(oid) ?? new Uint8Array()]));
}
