import { execa } from "execa";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temp.js";

export interface BenchRepository {
  readonly path: string;
  readonly from: string;
  readonly to: string;
  /** Files at `to`. */
  readonly files: number;
  remove(): Promise<void>;
}

/** As in large monorepos, most files are tests and their fixtures, and half of all files change between two majors. */
const PACKAGES = 40;
const PUBLIC = 30;
const INTERNAL = 70;
const TESTS = 200;
const CHANGED = 2;

/** `BENCH_REPO`, `BENCH_FROM` and `BENCH_TO` name a real repository; otherwise one of 12,000 modules is made up. */
export async function openBenchRepository(environment: NodeJS.ProcessEnv): Promise<BenchRepository> {
  const { BENCH_REPO: path, BENCH_FROM: from, BENCH_TO: to } = environment;
  if (path !== undefined && from !== undefined && to !== undefined) {
    return { path, from, to, files: await countFiles(path, to), remove: async () => {} };
  }
  return synthesise(await createTemporaryFolder("onx-bench"));
}

async function synthesise(folder: TemporaryFolder): Promise<BenchRepository> {
  const repository = { path: folder.path, from: "v1.0.0", to: "v2.0.0" };
  await execa("git", ["init", "--quiet", "--bare", folder.path]);
  await execa("git", ["fast-import", "--quiet"], { cwd: folder.path, stdin: importStream() });
  return { ...repository, files: await countFiles(repository.path, repository.to), remove: folder.remove };
}

async function countFiles(path: string, ref: string): Promise<number> {
  const { stdout } = await execa("git", ["ls-tree", "-r", "--name-only", ref], { cwd: path, maxBuffer: 1 << 30 });
  return stdout.split("\n").length;
}

function* importStream(): Generator<string> {
  for (const version of [1, 2]) {
    yield `commit refs/heads/main\ncommitter Ada Author <ada@example.com> ${version}00000000 +0000\ndata 0\n`;
    yield file("package.json", JSON.stringify({ name: "root", private: true, workspaces: ["packages/*"] }));
    for (let index = 0; index < PACKAGES; index += 1) yield* packageFiles(index, version);
    yield `\ntag v${version}.0.0\nfrom refs/heads/main\ntagger Ada Author <ada@example.com> ${version}00000000 +0000\ndata 0\n`;
  }
}

function* packageFiles(index: number, version: number): Generator<string> {
  const root = `packages/p${index}`;
  const manifest = { name: `@bench/p${index}`, version: `${version}.0.0`, main: "src/index.ts" };
  yield file(`${root}/package.json`, JSON.stringify(manifest));
  const names = Array.from({ length: PUBLIC }, (_, module) => `module${module}`);
  yield file(`${root}/src/index.ts`, names.map((name) => `export * from "./${name}.js";\n`).join(""));
  for (let module = 0; module < PUBLIC + INTERNAL; module += 1) {
    yield file(`${root}/src/module${module}.ts`, moduleText(index, module, version));
  }
  for (let test = 0; test < TESTS; test += 1) {
    yield file(`${root}/test/fixtures/case${test}/input.ts`, moduleText(index, test, version));
  }
}

/** A class and a function a module; in `to`, some are renamed and some only edited. */
function moduleText(index: number, module: number, version: number): string {
  const changed = version === 2 && module % CHANGED === 0;
  const renamed = changed && module % (CHANGED * 10) === 0;
  const id = `P${index}M${module}`;
  const body = Array.from(
    { length: 12 },
    (_, line) => `    total += (${line} + ${module}) * this.factor - seed % ${index + 2};`,
  );
  const internal = PUBLIC + (module % INTERNAL);
  return `import { type OptionsP${index}M${internal} as Inner } from "./module${internal}.js";

/** Reckons what ${id} is about. */
export class ${renamed ? "Reckoner" : "Calculator"}${id} {
  constructor(private readonly factor: number) {}
  /** The sum over all steps, from a seed. */
  compute(seed: number): number {
    let total = ${changed ? 1 : 0};
${body.join("\n")}
    return total;
  }
}

export interface Options${id} { readonly depth: number; readonly label?: string; readonly inner?: Inner }

export function ${renamed ? "create" : "make"}${id}(options: Options${id}): number {
  return options.depth * ${module} + (options.label ?? "").length;
}
`;
}

function file(path: string, text: string): string {
  return `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
}
