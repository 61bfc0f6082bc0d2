import type { SourceTree } from "../../src/domain/source-tree.js";

/**
 * The least that comparing two versions of a repository can cost. Run as a process of its own, so that nothing is warm:
 *   tsx test/bench/floor.ts (list | full) REPOSITORY FROM TO
 * Prints the milliseconds that the work took, the loading of what it needs included.
 */
const SOURCE = /\.[cm]?[jt]sx?$/;

async function main(): Promise<void> {
  const [mode, repository = ".", from = "", to = ""] = process.argv.slice(2);
  const start = performance.now();
  const { openGitTree } = await import("../../src/adapters/git/source-tree.js");
  const trees = await Promise.all([openGitTree(repository, from), openGitTree(repository, to)]);
  if (mode === "full") await readHashAndParse(trees);
  process.stdout.write(`${performance.now() - start}\n`);
}

async function readHashAndParse(trees: readonly SourceTree[]): Promise<void> {
  const [{ blake3Hex }, ts] = await Promise.all([import("../../src/domain/hash.js"), import("typescript")]);
  const sides = trees.map((tree) => new Map(tree.entries.map(({ oid, path }) => [oid, path])));
  const contents = new Map<string, Uint8Array>();
  for (const tree of trees) {
    const wanted = tree.entries.filter(({ kind, oid }) => kind === "file" && !contents.has(oid));
    for (const [oid, bytes] of await tree.read(wanted.map(({ oid }) => oid))) contents.set(oid, bytes);
  }
  for (const bytes of contents.values()) blake3Hex(bytes);
  for (const [oid, bytes] of contents) {
    const held = sides.map((side) => side.get(oid));
    const path = held.find((path) => path !== undefined) ?? "";
    if (held.every((path) => path !== undefined) || !SOURCE.test(path)) continue;
    ts.default.createSourceFile(path, Buffer.from(bytes).toString("utf8"), ts.default.ScriptTarget.Latest, false);
  }
}

await main();
