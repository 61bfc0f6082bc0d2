import type { Manifest } from "../../src/domain/manifest.js";

/** A manifest of `core` 0.9.0 to 1.0.0 that asks for nothing but the new version. */
export const BARE_MANIFEST: Manifest = {
  manifest_version: 1,
  package: "core",
  language: "typescript",
  from: "0.9.0",
  to: "1.0.0",
  summary: "",
  semver: { declared: "major", required: "major" },
  provenance: {
    repository: "nowhere",
    from_sha: "1",
    to_sha: "2",
    tree_from: "1",
    tree_to: "2",
    tool: "onx-migrate",
    thresholds: { auto: 0.9, warn: 0.7 },
  },
  operations: [],
};
