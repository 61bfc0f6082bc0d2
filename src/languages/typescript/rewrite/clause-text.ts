import type { Clause, ClauseElement } from "../uses/clauses.js";

/** One name of a clause as it is to be written. */
export interface Entry {
  /** The name in the module. */
  readonly name: string;
  /** The local name, or the public one of a re-export. */
  readonly local: string;
  readonly typeOnly: boolean;
  /** What follows the name, such as a default value. */
  readonly tail: string;
}

export function entryText(form: Clause["form"], { name, local, typeOnly, tail }: Entry): string {
  const prefix = typeOnly ? "type " : "";
  if (name === local) return `${prefix}${name}${tail}`;
  return `${prefix}${name}${form === "pattern" ? ": " : " as "}${local}${tail}`;
}

/** What is said of a name behind it goes with the name. */
const COMMENT_ON_LINE = /^[\t ]*\/\/[^\r\n]*/;

/** The names in braces with some replaced, left away or added; comments and line breaks between them stay. */
export function listText(
  clause: Clause,
  rewritten: ReadonlyMap<ClauseElement, Entry | undefined>,
  added: readonly Entry[],
): string {
  const { list } = clause;
  if (list === undefined) return `{ ${added.map((each) => entryText(clause.form, each)).join(", ")} }`;
  const text = list.getSourceFile().text;
  const inner = { start: list.getStart() + 1, end: list.end - 1 };
  const leads: string[] = [];
  const texts: string[] = [];
  let position = inner.start;
  let firstLead: string | undefined;
  let left = false;
  for (const node of list.elements) {
    const written = text.slice(position, node.getStart());
    const lead = left ? written.replace(COMMENT_ON_LINE, "") : written;
    firstLead ??= lead;
    position = node.end;
    if (text[position] === ",") position += 1;
    const element = clause.elements.find((each) => each.node === node);
    left = element !== undefined && rewritten.has(element) && rewritten.get(element) === undefined;
    if (left) continue;
    const entry = element === undefined ? undefined : rewritten.get(element);
    leads.push(texts.length === 0 && lead.trim() === "" ? firstLead : lead);
    texts.push(entry === undefined ? text.slice(node.getStart(), node.end) : entryText(clause.form, entry));
  }
  const multiline = (firstLead ?? "").includes("\n");
  const between = multiline ? (firstLead ?? "").replace(/^[^\n]*?(\r?\n[\t ]*)[^]*$/, "$1") : " ";
  for (const each of added) {
    leads.push(texts.length === 0 ? (firstLead ?? " ") : between);
    texts.push(entryText(clause.form, each));
  }
  const trailingComma = list.elements.hasTrailingComma && texts.length > 0 ? "," : "";
  const close = text.slice(position, inner.end).replace(left ? COMMENT_ON_LINE : "", "");
  return `{${texts.map((each, index) => leads[index] + each).join(",")}${trailingComma}${close}}`;
}

/** A new statement in the style of the clause that it stands beside. */
export function statementText(clause: Clause, module: string, entries: readonly Entry[]): string {
  const source = clause.statement.getSourceFile().text;
  const quote = source[clause.specifier.getStart()] ?? '"';
  const specifier = `${quote}${module}${quote}`;
  const semicolon = source[clause.statement.end - 1] === ";" ? ";" : "";
  const names = braces(
    clause,
    entries.filter((each) => clause.form !== "import" || each.name !== "default"),
  );
  if (clause.form === "pattern") {
    const start = clause.statement.getStart();
    const keyword = /^(?:const|let|var)/.exec(source.slice(start))?.[0] ?? "const";
    return `${keyword} ${names} = ${sourceText(clause, specifier)}${semicolon}`;
  }
  if (clause.form === "export") return `export ${clause.typeOnly ? "type " : ""}${names} from ${specifier}${semicolon}`;
  const byDefault = entries.find((each) => each.name === "default")?.local;
  const bound = [byDefault, names === "" ? undefined : names].filter((each) => each !== undefined).join(", ");
  return `import ${clause.typeOnly ? "type " : ""}${bound} from ${specifier}${semicolon}`;
}

function braces(clause: Clause, entries: readonly Entry[]): string {
  if (entries.length === 0) return "";
  const { list } = clause;
  const tight = list !== undefined && /^\{\S/.test(list.getText());
  const names = entries.map((each) => entryText(clause.form, each)).join(", ");
  return tight ? `{${names}}` : `{ ${names} }`;
}

/** `require("x")` or `await import("x")` with another specifier. */
function sourceText(clause: Clause, specifier: string): string {
  if (clause.source === undefined) return `require(${specifier})`;
  const text = clause.source.getText();
  const offset = clause.source.getStart();
  return text.slice(0, clause.specifier.getStart() - offset) + specifier + text.slice(clause.specifier.end - offset);
}
