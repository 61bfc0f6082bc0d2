import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { blake3Hex, compareText } from "../../src/domain/hash.js";
import { graphSchema, metadataSchema, treeSchema, type Tree } from "../../src/domain/snapshot.js";
import { generateFiles, generateManifest } from "../../src/app/generate.js";
import type { Generated, GenerateOptions } from "../../src/app/generate-options.js";
import { parseManifest } from "../../src/operations/manifest.js";
import { createGitRepository, type GitRepository } from "../support/git.js";
import { createTemporaryFolder, temporaryFolder } from "../support/temp.js";

const HUGE = `export const data = [\n${"  0x00,\n".repeat(2_600_000)}];\n`;

function source(names: { read: string; Store: string; ttl: string }): string {
  return `import { clean } from "./clean.js";
/**
 * Reads a record.
 * @since 1.2.0
 */
export function ${names.read}(path: string, depth = 1): string {
  const parts = path.split("/").filter((part) => part !== "");
  return clean(parts.slice(0, depth).join(":"));
}
/** Keeps records for a while. */
export class ${names.Store} extends Map<string, string> {
  constructor(readonly ${names.ttl}: number) { super(); }
  /** @deprecated Use get. */
  find(key: string): string | undefined { return this.get(clean(key)); }
  /** @internal */
  sweep(): void { for (const key of this.keys()) if (key.length > this.${names.ttl}) this.delete(key); }
}
export * from "./extra.js";
export * from "./broken.js";
export * from "./huge.js";
`;
}

const COMMON = {
  "tsconfig.json": '{ "compilerOptions": { "rootDir": "src", "outDir": "dist" } }',
  "src/clean.ts": "export function clean(text: string): string { return text.trim(); }\n",
  "src/extra.ts": "export const EXTRA = 1;\nexport interface Shape { readonly sides: number }\n",
  "src/broken.ts": "export const fine = 1;\nexport const = ;;(\n",
  "src/latin1.ts": Buffer.from("export const caf\xe9 = 1;\n", "latin1"),
  "src/Z.ts": "export {};\n",
  "docs/\u00e9t\u00e9.md": "summer\n",
};

let repository: GitRepository;
let generated: Generated;

function options(more: Partial<GenerateOptions> = {}): GenerateOptions {
  return { origin: { kind: "git", path: repository.dir }, from: "v1.0.0", to: "v2.0.0", ...more };
}

function manifestJson(version: string): string {
  return JSON.stringify({ name: "@acme/core", version, main: "dist/index.js", repository: "github:acme/core" });
}

function tree(name: "from" | "to"): Tree {
  return treeSchema.parse(parse(generated.files.get(`${name}.tree`)!, { maxAliasCount: 0 }));
}

beforeAll(async () => {
  const folder = await createTemporaryFolder("generate");
  repository = await createGitRepository([], folder.path);
  await repository.write({
    ...COMMON,
    "package.json": manifestJson("1.0.0"),
    "src/index.ts": source({ read: "readRecord", Store: "Store", ttl: "ttl" }),
    "src/huge.ts": HUGE,
  });
  await symlink("../src/clean.ts", join(repository.dir, "docs/link.ts"));
  await writeFile(Buffer.concat([Buffer.from(join(repository.dir, "docs/")), Buffer.from([0xff, 0xfe])]), "odd");
  await repository.git("add", "--all");
  await repository.git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},vendor/lib`);
  await repository.git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-qm", "one");
  await repository.git("tag", "v1.0.0");
  await repository.write({
    "package.json": manifestJson("2.0.0"),
    "src/index.ts": source({ read: "loadRecord", Store: "RecordStore", ttl: "ttl" }),
  });
  await repository.git("add", "package.json", "src");
  await repository.git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-qm", "two");
  await repository.git("tag", "v2.0.0");
  generated = await generateManifest(options());
});

afterAll(() => repository.remove());

describe("generate", () => {
  it("gives every artifact, the manifest among them", async () => {
    expect([...generated.files.keys()].sort()).toEqual([
      "MIGRATION.md",
      "change_manifest.yaml",
      "from.tree",
      "graph_from.json",
      "graph_to.json",
      "manifest_report.json",
      "metadata_from.yaml",
      "metadata_to.yaml",
      "to.tree",
    ]);
    expect(parseManifest(generated.files.get("change_manifest.yaml")!, "m.yaml")).toEqual(generated.manifest);
    expect(generated.manifest).toMatchObject({
      package: "@acme/core",
      from: "1.0.0",
      to: "2.0.0",
      semver: { declared: "major", required: "major" },
      provenance: {
        repository: "acme/core",
        from_sha: await repository.git("rev-parse", "v1.0.0"),
        to_sha: await repository.git("rev-parse", "v2.0.0"),
      },
    });
    expect(generated.manifest.operations.map(({ id, kind, match }) => [id, kind, match["from"], match["to"]])).toEqual([
      ["OP001", "rename.symbol", "Store", "RecordStore"],
      ["OP002", "rename.callable", "readRecord", "loadRecord"],
    ]);
    expect(generated.files.get("MIGRATION.md")).toContain("| `readRecord` | `loadRecord` |");
  });

  it("gives the same bytes from any folder, in any time zone and language", async () => {
    const child = async (env: Record<string, string>, cwd: string) => {
      const script = fileURLToPath(new URL("generate-child.ts", import.meta.url));
      const loader = import.meta.resolve("tsx");
      const args = ["--import", loader, script, repository.dir, "v1.0.0", "v2.0.0"];
      return JSON.parse((await execa(process.execPath, args, { cwd, env })).stdout) as Record<string, string>;
    };
    const here = await child({ TZ: "UTC", LC_ALL: "C" }, repository.dir);
    const there = await child(
      { TZ: "Pacific/Kiritimati", LC_ALL: "tr_TR.UTF-8", LANG: "sv_SE" },
      await temporaryFolder(),
    );
    expect(Object.keys(here)).toHaveLength(9);
    expect(there).toEqual(here);
  });

  it("gives the same bytes however much is fetched at once", async () => {
    const [one, four] = await Promise.all([1, 4].map((parallel) => generateManifest(options({ parallel }))));
    for (const name of ["change_manifest.yaml", "from.tree", "to.tree", "MIGRATION.md"]) {
      expect(four?.files.get(name), name).toBe(one?.files.get(name));
    }
  });

  it("tells the time under run and nowhere else, and no path of this machine", async () => {
    const again = await generateManifest(options());
    for (const [name, text] of generated.files) {
      expect(text, name).not.toContain(repository.dir);
      if (name !== "manifest_report.json") expect(again.files.get(name), name).toBe(text);
    }
    const { run, ...rest } = again.report;
    const { run: firstRun, ...firstRest } = generated.report;
    expect(rest).toEqual(firstRest);
    expect(Object.keys(run.stages)).toEqual(Object.keys(firstRun.stages));
    expect(JSON.parse(generated.files.get("manifest_report.json")!)).toEqual(generated.report);
  });

  it("answers from the cache with the same bytes, for the same question only", async () => {
    const cacheDir = await temporaryFolder();
    const first = await generateFiles(options({ cacheDir }));
    const second = await generateFiles(options({ cacheDir }));
    expect([first.cached, second.cached]).toEqual([false, true]);
    expect([...second.files].sort(byName)).toEqual([...first.files].sort(byName));
    expect(second.report).toEqual(first.report);
    const others = [{ confidenceThreshold: 0.99 }, { thresholds: { auto: 0.8, warn: 0.5 } }, { repository: "a/b" }];
    for (const more of others) expect((await generateFiles(options({ cacheDir, ...more }))).cached).toBe(false);
  });

  it("withholds what is less sure than asked for, and says so", async () => {
    const { manifest, report } = await generateManifest(options({ confidenceThreshold: 1 }));
    expect(manifest.operations).toEqual([]);
    expect(report.withheld.map(({ kind }) => kind)).toEqual(["rename.symbol", "rename.callable"]);
  });

  it("gives the commit's part of a version that both sides share", async () => {
    const head = await repository.git("rev-parse", "v1.0.0");
    const { manifest } = await generateManifest(options({ to: head }));
    expect(manifest).toMatchObject({ from: `1.0.0+${head.slice(0, 12)}`, operations: [] });
    expect(manifest.summary).toBe("No change that dependents must follow.");
  });
});

describe("the tree", () => {
  it("holds every file with its hash, sorted by code unit", () => {
    const paths = tree("from").files.map(({ path }) => path);
    expect(paths).toEqual([...paths].sort(compareText));
    expect(paths).toEqual(
      expect.arrayContaining(["docs/\\xff\\xfe", "docs/\u00e9t\u00e9.md", "docs/link.ts", "src/Z.ts", "vendor/lib"]),
    );
    const hash = new Map(tree("from").files.map(({ path, blake3 }) => [path, blake3]));
    expect(hash.get("src/clean.ts")).toBe(blake3Hex(COMMON["src/clean.ts"]));
    expect(hash.get("src/huge.ts")).toBe(blake3Hex(HUGE));
    expect(hash.get("src/latin1.ts")).toBe(blake3Hex(COMMON["src/latin1.ts"]));
    expect(hash.get("docs/link.ts")).toBe(blake3Hex("../src/clean.ts"));
    expect(hash.get("vendor/lib")).toBe(`commit:${"1".repeat(40)}`);
  });

  it("holds the symbols of the files behind the public API, in their order", () => {
    const symbols = (path: string) => tree("from").files.find((file) => file.path === path)?.symbols;
    expect(symbols("src/index.ts")?.map(({ fq, kind }) => `${fq} ${kind}`)).toEqual([
      "@acme/core.readRecord function",
      "@acme/core.Store class",
      "@acme/core.Store.constructor constructor",
      "@acme/core.Store.ttl property",
      "@acme/core.Store.find method",
      "@acme/core.Store.sweep method",
    ]);
    expect(symbols("src/clean.ts")).toHaveLength(1);
    expect(symbols("src/huge.ts")).toBeUndefined();
    expect(symbols("src/latin1.ts")).toBeUndefined();
    expect(symbols("docs/link.ts")).toBeUndefined();
  });

  it("is what provenance names, and changes with any file", () => {
    const { tree_from: from, tree_to: to } = generated.manifest.provenance;
    const lines = tree("from").files.map(({ path, blake3 }) => `${blake3} ${path}\n`);
    expect(from).toBe(`blake3:${blake3Hex(lines.join(""))}`);
    expect(to).not.toBe(from);
  });
});

describe("metadata and graph", () => {
  it("stamp every public name", () => {
    const { exports } = metadataSchema.parse(parse(generated.files.get("metadata_from.yaml")!));
    const stamp = new Map(exports.map(({ fq, ...rest }) => [fq, rest]));
    expect(stamp.get("@acme/core.readRecord")).toEqual({ tags: ["public_api"], since: "1.2.0", deprecated: false });
    expect(stamp.get("@acme/core.Store.find")).toEqual({ tags: ["public_api"], since: null, deprecated: "Use get." });
    expect(stamp.get("@acme/core.Store.sweep")?.tags).toEqual(["internal"]);
    expect(stamp.has("@acme/core.fine")).toBe(true);
  });

  it("know what imports, extends and calls what", () => {
    const { nodes, edges } = graphSchema.parse(JSON.parse(generated.files.get("graph_from.json")!));
    expect(nodes).toEqual([...nodes].sort(compareText));
    const known = new Set(nodes);
    for (const { from, to } of edges) expect([known.has(from), known.has(to)]).toEqual([true, true]);
    expect(edges.map(({ from, to, type }) => `${from} ${type} ${to}`)).toEqual(
      expect.arrayContaining([
        "@acme/core import @acme/core/clean",
        "@acme/core.readRecord call @acme/core/clean.clean",
        "@acme/core.EXTRA reexport @acme/core/extra.EXTRA",
      ]),
    );
  });
});

describe("the report", () => {
  it("says how entries were found and what was not read", () => {
    const { from } = generated.report.sources;
    expect(from.entries).toEqual([{ specifier: "@acme/core", path: "src/index.ts", rule: "tsconfig-outdir" }]);
    expect(from.unparsable).toMatchObject([{ path: "src/broken.ts", line: 2 }]);
    expect(from.too_large).toEqual(["src/huge.ts"]);
    expect(generated.report.counts.by_kind).toEqual({ "rename.callable": 1, "rename.symbol": 1 });
  });
});

describe("a monorepo", () => {
  const files = (version: string, name: string) => ({
    "package.json": '{ "name": "root", "private": true, "workspaces": ["packages/*"] }',
    "packages/core/package.json": `{ "name": "@acme/core", "version": "${version}", "main": "src/index.ts" }`,
    "packages/core/src/index.ts": "export const a = 1;\n",
    "packages/io/package.json": `{ "name": "@acme/io", "version": "3.0.0", "main": "index.ts", "dependencies": { "@acme/core": "*" } }`,
    "packages/io/index.ts": source({ read: name, Store: "Store", ttl: "ttl" }),
    "packages/io/clean.ts": COMMON["src/clean.ts"],
    "tools/package.json": '{ "name": "tools" }',
  });

  it("is compared whole, or one package of it", async () => {
    const monorepo = await createGitRepository(
      [
        { files: files("1.0.0", "readRecord"), tag: "v1.0.0" },
        { files: files("1.1.0", "loadRecord"), tag: "v1.1.0" },
      ],
      await temporaryFolder(),
    );
    const compare = (more: Partial<GenerateOptions>) =>
      generateManifest({ origin: { kind: "git", path: monorepo.dir }, from: "v1.0.0", to: "v1.1.0", ...more });

    const { manifest } = await compare({});
    expect(manifest).toMatchObject({ package: "@acme/core", semver: { declared: "minor", required: "major" } });
    expect(manifest.packages).toEqual([
      { name: "@acme/core", from: "1.0.0", to: "1.1.0" },
      { name: "@acme/io", from: "3.0.0", to: "3.0.0" },
    ]);
    expect(manifest.operations.map(({ match }) => match["module"])).toEqual(["@acme/io"]);

    const one = await compare({ package: "@acme/core" });
    expect(one.manifest.packages).toBeUndefined();
    expect(one.manifest.operations).toEqual([]);
    expect(treeSchema.parse(parse(one.files.get("from.tree")!)).root).toBe("packages/core/");
    await expect(compare({ package: "tools" })).rejects.toMatchObject({ code: "package-missing", exitCode: 2 });
  });

  it("and a tree without any package are told apart", async () => {
    const empty = await createGitRepository([{ files: {}, tag: "v1.0.0" }], await temporaryFolder());
    const origin = { kind: "git", path: empty.dir } as const;
    await expect(generateManifest({ origin, from: "v1.0.0", to: "v1.0.0" })).rejects.toMatchObject({
      code: "no-package",
    });
  });
});

function byName([a]: [string, string], [b]: [string, string]): number {
  return compareText(a, b);
}
