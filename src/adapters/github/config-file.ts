import { isMap, isNode, isPair, isSeq, LineCounter, type Document, type Node, parseDocument } from "yaml";
import { z } from "zod";
import { OnxError } from "../../domain/errors.js";
import { configSchema, type PolicyConfig } from "../../domain/policy.js";

export const CONFIG_PATH = ".github/onx-migrate.yml";

export interface ConfigProblem {
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type ParsedConfig =
  | { readonly kind: "config"; readonly config: PolicyConfig }
  | { readonly kind: "invalid"; readonly problems: readonly [ConfigProblem, ...ConfigProblem[]] };

/** Reads the text of a configuration file. What is wrong is said with its place; nothing is put right in silence. */
export function parseConfig(text: string): ParsedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [first, ...rest] = document.errors.map((error) => ({
    ...placeOf(lines, error.pos[0]),
    message: error.message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "") ?? error.message,
  }));
  if (first !== undefined) return { kind: "invalid", problems: [first, ...rest] };
  const value = plainValue(document);
  if (value.kind === "invalid") return value;
  const parsed = configSchema.safeParse(value.data ?? {});
  if (parsed.success) return { kind: "config", config: parsed.data };
  const [issue, ...issues] = parsed.error.issues.map((entry) => problemOf(document, lines, entry));
  return { kind: "invalid", problems: [issue ?? { line: 1, column: 1, message: parsed.error.message }, ...issues] };
}

export function defaultConfig(): PolicyConfig {
  return configSchema.parse({});
}

/** JSON Schema of the file, for editors. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, { io: "input" });
  return { $schema: schema.$schema, title: CONFIG_PATH, ...schema };
}

export function configError(repository: string, problem: ConfigProblem): OnxError {
  return new OnxError("config.invalid", problem.message, {
    place: `${repository}/${CONFIG_PATH}:${String(problem.line)}:${String(problem.column)}`,
    remedy: "mend the file and push it",
  });
}

/** The document as plain data; an alias bomb is refused by the parser's own limit. */
function plainValue(document: Document): { kind: "value"; data: unknown } | (ParsedConfig & { kind: "invalid" }) {
  try {
    return { kind: "value", data: document.toJS({ maxAliasCount: 50 }) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "invalid", problems: [{ line: 1, column: 1, message }] };
  }
}

function problemOf(document: Document, lines: LineCounter, issue: z.core.$ZodIssue): ConfigProblem {
  const unknown = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const path = unknown === undefined ? issue.path : [...issue.path, unknown];
  const offset = offsetOf(document, path, unknown === undefined ? "value" : "key");
  const name = issue.path.map(String).join(".");
  const message = name === "" ? issue.message : `${name}: ${issue.message}`;
  return { ...placeOf(lines, offset), message };
}

/** Where the innermost part of the path that is in the document begins. */
function offsetOf(document: Document, path: readonly PropertyKey[], end: "key" | "value"): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === String(part));
      if (pair === undefined) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      offset = startOf(node) ?? offset;
    } else {
      return offset;
    }
  }
  return end === "key" ? offset : (startOf(node) ?? offset);
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}

function placeOf(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
