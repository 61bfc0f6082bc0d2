import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createGitRepository, type GitRepository } from "../../support/git.js";

export const CORE = "@bench/core";

/** A core with both of its versions tagged, and a dependent that has the old one installed. */
export interface BenchProject {
  readonly core: GitRepository;
  readonly dependent: GitRepository;
  /** Of the dependent. */
  readonly files: number;
}

const FOLDERS = 40;
/** Of ten files, those that use the core; one of them is a near miss: it has names of its own that read like the core's. */
const USERS = 3;

/** Real dependents are larger: files that have nothing to do with the core cost us least. */
export async function createBenchProject(folder: string, files: number): Promise<BenchProject> {
  const core = await createGitRepository(
    [
      { files: coreFiles("1.0.0", { client: "Client", send: "send", io: "io" }), tag: "v1.0.0" },
      { files: { "src/io.ts": null } },
      { files: coreFiles("2.0.0", { client: "Connection", send: "dispatch", io: "streams" }), tag: "v2.0.0" },
    ],
    join(folder, "core"),
  );
  const installed = coreFiles("1.0.0", { client: "Client", send: "send", io: "io" });
  const dependent = join(folder, "dependent");
  for (const [path, text] of Object.entries(installed)) {
    const file = join(dependent, "node_modules", CORE, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const sources = Object.fromEntries(
    Array.from({ length: files }, (_, index) => [pathOf(index), moduleText(index, files)]),
  );
  return { core, dependent: await createGitRepository([{ files: { ...DEPENDENT, ...sources } }], dependent), files };
}

const DEPENDENT = {
  ".gitignore": "node_modules\n",
  "package.json": JSON.stringify({ name: "bench-dependent", private: true, dependencies: { [CORE]: "^1.0.0" } }),
  "tsconfig.json": JSON.stringify({
    compilerOptions: { strict: true, noEmit: true, target: "ES2022", module: "ESNext", moduleResolution: "bundler" },
    include: ["src"],
  }),
};

interface CoreNames {
  readonly client: string;
  readonly send: string;
  readonly io: string;
}

function coreFiles(version: string, { client, send, io }: CoreNames): Record<string, string> {
  const modules = { ".": "./src/index.ts", [`./${io}`]: `./src/${io}.ts` };
  return {
    "package.json": JSON.stringify({ name: CORE, version, type: "module", exports: modules }),
    "src/index.ts": `/** What is sent. */
export interface Message { readonly topic: string; readonly body: string; readonly retries?: number }

/** Talks to a server. */
export class ${client} {
  readonly #sent: Message[] = [];
  constructor(readonly url: string) {}
  /** Sends a message, and says how many were sent. */
  ${send}(message: Message): number {
    this.#sent.push(message);
    return this.#sent.length;
  }
  close(): void {
    this.#sent.length = 0;
  }
}
`,
    [`src/${io}.ts`]: `/** Lines of a text. */
export function openLines(text: string): string[] {
  return text.split("\\n");
}

/** Any iterable as a list. */
export function collect<Item>(items: Iterable<Item>): Item[] {
  return [...items];
}
`,
  };
}

function pathOf(index: number): string {
  return `src/feature${index % FOLDERS}/module${index}.ts`;
}

function moduleText(index: number, files: number): string {
  const other = (index * 7 + 1) % files;
  const folder = `../feature${other % FOLDERS}`;
  const uses = index % 10 < USERS ? (index % 10 === 0 && index % 100 === 0 ? nearMiss(index) : coreUse(index)) : "";
  return `${uses === "" || index % 100 === 0 ? "" : importsOf()}import { type Entry${other}, parse${other} } from "${folder}/module${other}.js";

/** What module ${index} keeps. */
export interface Entry${index} {
  readonly id: string;
  readonly weight: number;
  readonly tags: readonly string[];
  readonly parent?: Entry${other} | undefined;
}
${uses}
${Array.from({ length: 6 }, (_, part) => partText(index, part)).join("\n")}
/** Reads an entry of module ${index}: its name, its weight, and tags with commas between them. */
export function parse${index}(text: string): Entry${index} {
  const [id = "", weight = "0", tags = "", rest] = text.split(";");
  const parent = rest === undefined || rest === "" ? undefined : parse${other}(rest);
  return { id, weight: Number(weight), tags: tags.split(",").map((tag) => tag.trim()), parent };
}
`;
}

/** Code as most of a program is: it has nothing to do with the core. */
function partText(index: number, part: number): string {
  return `/** Sums the weights of entries, step ${part}, and keeps what was asked for before. */
export class Summary${index}Part${part} {
  readonly #known = new Map<string, number>();

  constructor(private readonly entries: readonly Entry${index}[]) {}

  total(filter: (entry: Entry${index}) => boolean = () => true): number {
    let sum = ${part};
    for (const entry of this.entries) {
      if (!filter(entry) || entry.tags.includes("hidden")) continue;
      const known = this.#known.get(entry.id);
      sum += known ?? entry.weight * ${part + 1};
      if (known === undefined) this.#known.set(entry.id, entry.weight);
    }
    return sum;
  }

  names(separator = ", "): string {
    return this.entries.map(({ id, tags }) => (tags.length > 0 ? \`\${id} (\${tags.join("/")})\` : id)).join(separator);
  }
}
`;
}

function importsOf(): string {
  return `import { Client, type Message } from "${CORE}";\nimport { collect, openLines } from "${CORE}/io";\n`;
}

function coreUse(index: number): string {
  return `
const client${index}: Client = new Client("https://example.com/${index}");

export function publish${index}(text: string, client: Client = client${index}): number {
  const messages = collect(openLines(text)).map((body): Message => ({ topic: "module${index}", body }));
  let sent = 0;
  for (const message of messages) sent += client.send(message);
  return sent;
}

export class Outlet${index} extends Client {
  flush(messages: readonly Message[]): number {
    return Math.max(0, ...messages.map((message) => this.send(message)));
  }
}
`;
}

/** A class and a member of the same names that are not the core's. */
function nearMiss(index: number): string {
  return `
class Client {
  send(text: string): number {
    return text.length;
  }
}

export const local${index} = new Client().send("module${index}");
`;
}
