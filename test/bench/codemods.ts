import { fileURLToPath } from "node:url";
import { createTemporaryFolder } from "../support/temp.js";
import { applyArguments, type BenchOperation } from "./codemods/apply.js";
import { type BenchProject, CORE, createBenchProject } from "./codemods/project.js";
import { RENAME_IMPORT, RENAME_MEMBER, RENAME_SYMBOL } from "./codemods/renames.js";
import { medians, type Measurement, processTime } from "./measure.js";

const FILES = Number(process.env["BENCH_DEPENDENT"] ?? 4_000);
const RUNS = 3;
const JSCODESHIFT = fileURLToPath(import.meta.resolve("jscodeshift/bin/jscodeshift.js"));
const AST_GREP = fileURLToPath(import.meta.resolve("@ast-grep/cli/ast-grep"));
const TSC = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));
const TRANSFORM = fileURLToPath(new URL("codemods/rename.cjs", import.meta.url));

interface Program {
  readonly file: string;
  readonly args: readonly string[];
}

/** The same rename for each of the programs. */
interface Rename {
  readonly name: string;
  readonly operation: BenchOperation;
  /** A rule without types: it cannot tell a member's receiver. */
  readonly rule: { readonly any: readonly object[]; readonly fix: string };
  readonly transform: readonly string[];
}

const IMPORTS_CORE = {
  inside: {
    kind: "program",
    stopBy: "end",
    has: { kind: "import_statement", has: { field: "source", regex: `^.${CORE}.$` } },
  },
};

const RENAMES: readonly Rename[] = [
  {
    name: "import",
    operation: RENAME_IMPORT,
    rule: {
      any: [
        {
          kind: "string_fragment",
          regex: `^${CORE}/io$`,
          inside: { kind: "string", inside: { kind: "import_statement" } },
        },
      ],
      fix: `${CORE}/streams`,
    },
    transform: [`--from=${CORE}/io`, `--to=${CORE}/streams`],
  },
  {
    name: "symbol",
    operation: RENAME_SYMBOL,
    rule: {
      any: ["identifier", "type_identifier"].map((kind) => ({ kind, regex: "^Client$", ...IMPORTS_CORE })),
      fix: "Connection",
    },
    transform: [`--module=${CORE}`, "--from=Client", "--to=Connection"],
  },
];

/** Renames in a dependent against codemods that know no types, and a member's against the compiler's bare check. */
export async function benchCodemods(program: string): Promise<Measurement[]> {
  const folder = await createTemporaryFolder("onx-bench");
  try {
    const project = await createBenchProject(folder.path, FILES);
    const measurements: Measurement[] = [];
    for (const rename of RENAMES) measurements.push(...(await benchRename(program, project, rename)));
    return [...measurements, await benchMember(program, project)];
  } finally {
    await folder.remove();
  }
}

async function benchRename(program: string, project: BenchProject, rename: Rename): Promise<Measurement[]> {
  const ours = turnOf(project, await apply(program, project, rename.operation));
  const jscodeshift = turnOf(project, jscodeshiftOf(rename));
  const astGrep = turnOf(project, astGrepOf(rename));
  const [measured, jscodeshiftMs, astGrepMs] = await medians(RUNS, [ours.take, jscodeshift.take, astGrep.take]);
  for (const [name, { changes }] of Object.entries({ jscodeshift, "ast-grep": astGrep })) {
    if (changes !== ours.changes) throw new Error(`${name} makes other files of the ${rename.name} rename`);
  }
  const name = `${rename.name} rename, ${project.files} files`;
  return [
    { name, measured, floor: "jscodeshift", least: jscodeshiftMs, bar: 0.2 },
    { name, measured, floor: "ast-grep", least: astGrepMs, bar: 2 },
  ];
}

async function benchMember(program: string, project: BenchProject): Promise<Measurement> {
  const ours = turnOf(project, await apply(program, project, RENAME_MEMBER));
  const tsc = turnOf(project, { file: process.execPath, args: [TSC, "--noEmit", "-p", project.dependent.dir] });
  const [measured, least] = await medians(RUNS, [ours.take, tsc.take]);
  const perSecond = ((project.files / measured) * 1_000).toFixed(0);
  return { name: `member rename, ${perSecond} files a second`, measured, floor: "tsc --noEmit", least, bar: 1.3 };
}

interface Turn {
  /** Runs the program in the dependent as it was committed; in milliseconds. */
  readonly take: () => Promise<number>;
  /** What the last run made of the sources, as a patch. */
  changes: string;
}

function turnOf({ dependent }: BenchProject, { file, args }: Program): Turn {
  const turn: Turn = { take, changes: "" };
  return turn;

  async function take(): Promise<number> {
    const took = await processTime(file, args, { cwd: dependent.dir });
    turn.changes = await dependent.git("diff", "--", "src");
    await dependent.git("checkout", "--quiet", "--", ".");
    await dependent.git("clean", "-fdqx", "--exclude=node_modules");
    return took;
  }
}

/** Without the checks that follow, which the other programs have none of. */
async function apply(program: string, project: BenchProject, operation: BenchOperation): Promise<Program> {
  const args = await applyArguments(project, operation.kind, [operation]);
  return { file: process.execPath, args: [program, ...args, "--no-verify"] };
}

function jscodeshiftOf({ transform }: Rename): Program {
  const options = ["--no-babel", "--silent", "--extensions=ts", `--transform=${TRANSFORM}`];
  return { file: process.execPath, args: [JSCODESHIFT, ...options, ...transform, "src"] };
}

function astGrepOf({ rule: { any, fix } }: Rename): Program {
  const rule = JSON.stringify({ id: "rename", language: "TypeScript", rule: { any }, fix });
  return { file: AST_GREP, args: ["scan", "--inline-rules", rule, "--update-all", "src"] };
}
