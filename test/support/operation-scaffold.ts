import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { OnxError } from "../../src/domain/errors.js";

const KIND = /^[a-z]+\.[a-z]+(_[a-z]+)*$/;

/**
 * Lays what a kind of operation consists of: its folder, its near-misses, its lines in the two registries. It infers nothing yet and
 * flags every use. Returns the paths that were written. Throws `OnxError` (`new-operation-*`), with nothing written.
 */
export async function layOperation(root: string, kind: string): Promise<string[]> {
  const folder = `src/operations/${kind}`;
  if (!KIND.test(kind)) {
    throw new OnxError("new-operation-name", "this is no name for a kind", {
      place: kind,
      remedy: "say what is done to what, such as rename.symbol or arg.add_default",
    });
  }
  if (existsSync(join(root, folder))) {
    throw new OnxError("new-operation-there", "there is such a kind already", {
      place: folder,
      remedy: "choose another name",
    });
  }
  const files = { ...sourcesOf(kind), ...nearMissesOf(kind), ...(await registriesWith(root, kind)) };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return Object.keys(files);
}

/** `arg.add_default` is `argAddDefault` in code. */
function constantOf(kind: string): string {
  return kind.replace(/[._]([a-z])/g, (_separator, letter: string) => letter.toUpperCase());
}

function sourcesOf(kind: string): Record<string, string> {
  const words = kind.replace(/[._]/g, " ");
  const files = {
    "schema.ts": `import { z } from "zod";

export const matchSchema = z.strictObject({
  module: z.string().min(1),
  name: z.string().min(1),
});
export type Match = z.infer<typeof matchSchema>;
`,
    "infer.ts": `import type { ApiDiff } from "../../domain/matching.js";
import type { ProposedOperation } from "../../domain/operation.js";

export function infer(_diff: ApiDiff): ProposedOperation[] {
  return [];
}
`,
    "typescript.ts": `import type { Codemod } from "../codemod.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "${kind}",
  parse: (match) => matchSchema.parse(match),
  targets: ({ module, name }) => [{ kind: "name", module, name }],
  rewrite: (match, use) => ({ do: "flag", reason: advise(match), comment: use.certainty === "certain" }),
  advise,
};

function advise({ name }: Match): string {
  return \`look at \${name}\`;
}
`,
    "index.ts": `import { defineKind } from "../kind.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const ${constantOf(kind)} = defineKind({
  kind: "${kind}",
  title: "To be said in one line: ${words}",
  nouns: { one: "${words}", many: "${words}" },
  schema: matchSchema,
  infer,
  describe: ({ module, name }) => ({ old: \`\${module}.\${name}\`, new: name }),
});
`,
  };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`src/operations/${kind}/${name}`, text]));
}

/** A core that changes in nothing, until somebody writes what the kind must not be seen in. */
function nearMissesOf(kind: string): Record<string, string> {
  const folder = `fixtures/operations/${kind}/near-misses`;
  const description = (version: string): string =>
    `${JSON.stringify({ name: "core", version, type: "module", exports: { ".": "./src/index.ts" } }, null, 2)}\n`;
  const source = "export function same(): void {}\n";
  return {
    [`${folder}/core-from/package.json`]: description("1.0.0"),
    [`${folder}/core-from/src/index.ts`]: source,
    [`${folder}/core-to/package.json`]: description("2.0.0"),
    [`${folder}/core-to/src/index.ts`]: source,
    [`${folder}/inferred.txt`]: "",
  };
}

async function registriesWith(root: string, kind: string): Promise<Record<string, string>> {
  const [kinds, codemods] = ["src/operations/registry.ts", "src/migration/edit/codemods.ts"] as const;
  const name = constantOf(kind);
  const listed = (await readFile(join(root, kinds), "utf8")).replace("\n];\n", `\n  ${name},\n];\n`);
  const bound = withLine(await readFile(join(root, codemods), "utf8"), `  binder(${name}),`, /^ {2}binder\((\w+)\),$/);
  const importLine = /^import \{.*\} from "(.*\/\w+\.\w+\/\w+\.js)";$/;
  return {
    [kinds]: withLine(listed, `import { ${name} } from "./${kind}/index.js";`, importLine),
    [codemods]: withLine(
      bound,
      `import { codemod as ${name} } from "../../operations/${kind}/typescript.js";`,
      importLine,
    ),
  };
}

/** The text with one line more, among those that the pattern finds, which are in the order of what it captures. */
function withLine(text: string, line: string, pattern: RegExp): string {
  const lines = text.split("\n");
  const keyOf = (each: string): string | undefined => pattern.exec(each)?.[1];
  const key = keyOf(line) ?? "";
  const after = lines.findIndex((each) => (keyOf(each) ?? "") > key);
  const last = lines.findLastIndex((each) => keyOf(each) !== undefined);
  return lines.toSpliced(after === -1 ? last + 1 : after, 0, line).join("\n");
}
