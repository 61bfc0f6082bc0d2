import type { Manifest } from "../../../src/domain/manifest.js";
import { DEFAULT_THRESHOLDS, type Operation } from "../../../src/domain/operation.js";

/** An operation, `rename.symbol` say, and its match; what else there is to say of it last. */
export type Said = readonly [kind: string, match: Operation["match"], rest?: Partial<Operation>];

/** A manifest of `core` from one version to another. */
export function manifestOf(from: string, to: string, ...operations: readonly Said[]): Manifest {
  return {
    manifest_version: 1,
    package: "core",
    language: "typescript",
    from,
    to,
    summary: "",
    semver: { declared: "major", required: "major" },
    provenance: {
      repository: "acme/core",
      from_sha: `sha-${from}`,
      to_sha: `sha-${to}`,
      tree_from: `tree-${from}`,
      tree_to: `tree-${to}`,
      tool: "onx-migrate 0",
      thresholds: DEFAULT_THRESHOLDS,
    },
    operations: operations.map(([kind, match, rest], i) => ({
      id: `OP${String(i + 1).padStart(3, "0")}`,
      kind,
      match,
      confidence: 0.99,
      method: "similarity",
      evidence: {},
      depends_on: [],
      breaking: true,
      ...rest,
    })),
  };
}

/** What the operations say, without how sure it is and why. */
export function saidBy({ operations }: Manifest): [kind: string, match: Operation["match"]][] {
  return operations.map(({ kind, match }) => [kind, match]);
}
