import { execa } from "execa";
import { OnxError } from "../../domain/errors.js";
import type { BatchAnswer } from "./batch-parser.js";
import { openBatch } from "./batch-process.js";
import { firstComplaint, gitArguments, gitOptions } from "./git-process.js";
import { missingObject, type Commit, type GitObjects } from "./objects.js";
import type { Repository } from "./repository.js";
import { parseListing } from "./tree-parsing.js";

/** 28,000 entries make 3 MB. */
const MAX_LISTING_BYTES = 1 << 30;

/** Two processes: one lists the tree, one answers everything else. */
export function openBinaryObjects(repository: Repository): GitObjects {
  const ask = openBatch(repository);

  async function run(args: readonly string[]): Promise<Buffer> {
    const result = await execa("git", gitArguments([`--git-dir=${repository.gitDir}`, ...args]), {
      ...gitOptions(),
      encoding: "buffer",
      maxBuffer: MAX_LISTING_BYTES,
      stripFinalNewline: false,
      reject: false,
    });
    if (!result.failed) return Buffer.from(result.stdout.buffer, result.stdout.byteOffset, result.stdout.byteLength);
    throw new OnxError("git-failed", `git ${args[0]}: ${firstComplaint(Buffer.from(result.stderr).toString("utf8"))}`, {
      place: repository.path,
    });
  }

  return {
    commits: async (names) => (await ask(names.map((name) => `${name}^{commit}`))).map(toCommit),
    entries: async (treeId) => parseListing(await run(["ls-tree", "-r", "-z", "--full-tree", treeId])),
    blobs: async (oids) => collectBlobs(repository, oids, await ask(oids)),
    refs: async () => {
      const output = await run(["for-each-ref", "--format=%(refname)", "refs/tags", "refs/heads"]);
      return output.toString("utf8").split("\n").filter(Boolean);
    },
  };
}

function toCommit(answer: BatchAnswer): Commit | undefined {
  if (answer?.type !== "commit") return undefined;
  const treeId = /^tree ([0-9a-f]+)\n/.exec(Buffer.from(answer.content.subarray(0, 80)).toString("latin1"))?.[1];
  return treeId === undefined ? undefined : { sha: answer.oid, treeId };
}

function collectBlobs(
  repository: Repository,
  oids: readonly string[],
  answers: readonly BatchAnswer[],
): Map<string, Uint8Array> {
  const blobs = new Map<string, Uint8Array>();
  answers.forEach((answer, index) => {
    const oid = oids[index] ?? "";
    if (answer?.type !== "blob") throw missingObject(repository, oid);
    blobs.set(oid, answer.content);
  });
  return blobs;
}
