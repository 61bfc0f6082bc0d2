import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { CoreSources } from "../../src/domain/core-sources.js";
import type { Manifest } from "../../src/domain/manifest.js";
import { DEFAULT_THRESHOLDS, type Operation } from "../../src/domain/operation.js";
import type { SourceMigration } from "../../src/migration/edit/migrate-sources.js";

/** A core of one package whose files are modules: `index.ts` is the package itself, `a.ts` is `{name}/a`. */
export function coreOf(name: string, files: Readonly<Record<string, string>>, version = "1.0.0"): CoreSources {
  const modules = new Map(
    Object.keys(files).map((path) => {
      const stem = path.replace(/\.[^.]+$/, "");
      return [stem === "index" ? name : posix.join(name, stem), path];
    }),
  );
  return { version, files: new Map(Object.entries(files)), packages: [{ name, root: "", modules }] };
}

export function operationOf(kind: string, match: Operation["match"], confidence = 0.95, id = "OP001"): Operation {
  return { id, kind, match, confidence, method: "similarity", evidence: {}, depends_on: [], breaking: true };
}

/** A manifest from 1.0.0 to 2.0.0. */
export function manifestOf(operations: readonly Operation[], name = "core"): Manifest {
  return {
    manifest_version: 1,
    package: name,
    language: "typescript",
    from: "1.0.0",
    to: "2.0.0",
    summary: "",
    semver: { declared: "major", required: "major" },
    provenance: {
      repository: "acme/core",
      from_sha: "",
      to_sha: "",
      tree_from: "",
      tree_to: "",
      tool: "",
      thresholds: DEFAULT_THRESHOLDS,
    },
    operations: [...operations],
  };
}

/** A dependent written to `root`, and how to migrate it. */
export function migrationIn(
  root: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  from: CoreSources | undefined,
  operations: readonly Operation[],
): SourceMigration {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return {
    root,
    files: Object.keys(files),
    readFile: (path) => Buffer.from(files[path]!),
    package: from?.packages[0]?.name ?? "core",
    operations,
    thresholds: DEFAULT_THRESHOLDS,
    approved: [],
    skipped: [],
    core: { from },
  };
}
