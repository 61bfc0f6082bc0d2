import type { CoreVersion } from "../analysis/open-core.js";
import { graphOf, metadataOf, treeHash, treeOf } from "../analysis/snapshot.js";
import type { Metadata, Tree } from "../domain/snapshot.js";

/** `.tree`, metadata and graph of one version, by file name. */
export function snapshotFiles(version: CoreVersion, label: string): { files: Map<string, string>; hash: string } {
  const tree = treeOf(version);
  return {
    hash: treeHash(tree),
    files: new Map([
      [`${label}.tree`, formatTree(tree)],
      [`metadata_${label}.yaml`, formatMetadata(metadataOf(version))],
      [`graph_${label}.json`, `${JSON.stringify(graphOf(version), null, 1)}\n`],
    ]),
  };
}

/** One line a symbol: a general YAML writer spends more time on a large tree than its analysis takes. */
function formatTree(tree: Tree): string {
  const lines = [
    `version: ${tree.version}`,
    `root: ${JSON.stringify(tree.root)}`,
    tree.files.length === 0 ? "files: []" : "files:",
  ];
  for (const file of tree.files) {
    lines.push(`  - path: ${JSON.stringify(file.path)}`);
    if (file.lang !== undefined) lines.push(`    lang: ${file.lang}`);
    lines.push(`    blake3: ${JSON.stringify(file.blake3)}`);
    if (file.symbols === undefined || file.symbols.length === 0) continue;
    lines.push("    symbols:");
    for (const { fq, kind, sig, body } of file.symbols) {
      const tail = body === undefined ? "" : `, body: "${body}"`;
      lines.push(`      - { fq: ${JSON.stringify(fq)}, kind: ${kind}, sig: "${sig}"${tail} }`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/** One line a stamp, for the same reason. */
function formatMetadata({ exports }: Metadata): string {
  const json = (value: unknown) => JSON.stringify(value);
  const lines = exports.map(
    ({ fq, tags, since, deprecated }) =>
      `  - { fq: ${json(fq)}, tags: ${json(tags)}, since: ${json(since)}, deprecated: ${json(deprecated)} }\n`,
  );
  return lines.length === 0 ? "exports: []\n" : `exports:\n${lines.join("")}`;
}
