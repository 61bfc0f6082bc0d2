import { ts } from "ts-morph";
import type { TextEdit } from "../../../domain/edit.js";
import type { Clause, ClauseElement } from "../uses/clauses.js";
import { type Entry, entryText, listText, statementText } from "./clause-text.js";

/** What becomes of one clause: names that change in place, leave, or arrive, and the module it is taken from. */
export class ClausePlan {
  readonly #entries = new Map<ClauseElement, Entry>();
  readonly #leaving = new Set<ClauseElement>();
  readonly #arriving: Entry[] = [];
  /** What the name that is bound to the module as a whole is bound to instead. */
  #instead: Entry | undefined;
  /** New statements to stand beside this one, by module. */
  readonly #beside = new Map<string, Entry[]>();

  constructor(
    readonly clause: Clause,
    /** The specifier after the migration. */
    public module: string,
  ) {}

  get remaining(): readonly ClauseElement[] {
    return this.clause.elements.filter((each) => !this.#leaving.has(each));
  }

  rename(element: ClauseElement, entry: Entry): void {
    this.#entries.set(element, entry);
  }

  remove(element: ClauseElement): void {
    this.#leaving.add(element);
  }

  /** Takes one name out of a module that was that as a whole. */
  takeInstead(entry: Entry): void {
    this.#instead = entry;
  }

  /** Adds a name unless the clause has it already. */
  add(entry: Entry): void {
    if (!this.#has(entry)) this.#arriving.push(entry);
  }

  addBeside(module: string, entry: Entry): void {
    const entries = this.#beside.get(module) ?? [];
    if (!entries.some((each) => each.name === entry.name && each.local === entry.local)) entries.push(entry);
    this.#beside.set(module, entries);
  }

  /** Where a name is bound by this clause after the migration, its local name. */
  localOf(name: string): string | undefined {
    const element = this.remaining.find((each) => this.#entryOf(each).name === name);
    if (element !== undefined) return this.#entryOf(element).local;
    return this.#arriving.find((each) => each.name === name)?.local;
  }

  #has({ name, local }: Entry): boolean {
    const entries = [...this.remaining.map((each) => this.#entryOf(each)), ...this.#arriving];
    return entries.some((each) => each.name === name && each.local === local);
  }

  #entryOf(element: ClauseElement): Entry {
    return this.#entries.get(element) ?? entryOf(this.clause, element);
  }

  edits(): TextEdit[] {
    const { clause } = this;
    const source = clause.statement.getSourceFile().text;
    const line = lineStyle(source, clause.statement.getStart());
    const beside = [...this.#beside].map(([module, entries]) => statementText(clause, module, entries));
    const isEmptied =
      clause.elements.length > 0 &&
      this.remaining.length === 0 &&
      clause.namespace === undefined &&
      this.#arriving.length === 0;
    if (isEmptied) return [replaceStatement(clause.statement, beside, line)];

    const edits: TextEdit[] = [];
    if (this.#instead !== undefined && clause.namespace !== undefined) {
      const { parent } = clause.namespace;
      const bound = ts.isNamespaceImport(parent) ? parent : clause.namespace;
      edits.push({ start: bound.getStart(), end: bound.end, text: `{ ${entryText(clause.form, this.#instead)} }` });
    }
    if (this.module !== clause.specifier.text) edits.push(specifierEdit(clause.specifier, this.module));
    if (beside.length > 0) {
      const { end } = clause.statement;
      edits.push({ start: end, end, text: beside.map((each) => `${line.eol}${line.indent}${each}`).join("") });
    }
    if (this.#leaving.size === 0 && this.#arriving.length === 0) {
      for (const [element, entry] of this.#entries) edits.push(entryEdit(clause, element, entry));
      return edits;
    }
    edits.push(this.#bindingsEdit());
    return edits;
  }

  /** Writes anew what stands between `import` and `from`, or the braces of the other forms. */
  #bindingsEdit(): TextEdit {
    const { clause } = this;
    const rewritten = new Map<ClauseElement, Entry | undefined>(this.#entries);
    for (const each of this.#leaving) rewritten.set(each, undefined);
    const arriving = this.#arriving.filter((each) => clause.form !== "import" || each.name !== "default");
    const named = this.remaining.filter((each) => !ts.isImportClause(each.node)).length + arriving.length;
    const list = named === 0 ? undefined : listText(clause, rewritten, arriving);
    if (clause.form !== "import" || !ts.isImportDeclaration(clause.statement)) {
      const node = clause.list ?? clause.statement;
      return { start: node.getStart(), end: node.end, text: list ?? "" };
    }
    const importClause = clause.statement.importClause;
    const byDefault = this.remaining.find((each) => ts.isImportClause(each.node));
    const bindings = [
      byDefault === undefined
        ? this.#arriving.find((each) => !arriving.includes(each))?.local
        : this.#entryOf(byDefault).local,
      clause.namespace === undefined ? list : `* as ${clause.namespace.text}`,
    ];
    const first = importClause?.name ?? importClause?.namedBindings ?? clause.specifier;
    return {
      start: first.getStart(),
      end: importClause?.end ?? clause.specifier.getStart(),
      text: bindings.filter((each) => each !== undefined).join(", "),
    };
  }
}

export function entryOf(clause: Clause, element: ClauseElement): Entry {
  const { node } = element;
  const local = element.local?.text ?? element.imported;
  const tail =
    clause.form === "pattern" && element.local !== undefined
      ? node.getSourceFile().text.slice(element.local.end, node.end)
      : "";
  return { name: element.imported, local, typeOnly: element.typeOnly, tail };
}

function entryEdit(clause: Clause, element: ClauseElement, entry: Entry): TextEdit {
  const start = element.nameNode.getStart();
  if (
    element.aliased &&
    element.nameNode !== element.local &&
    element.local?.text === entry.local &&
    entry.name !== entry.local
  ) {
    return { start, end: element.nameNode.end, text: entry.name };
  }
  if (element.local === undefined) return { start, end: element.nameNode.end, text: entry.name };
  return { start, end: element.local.end, text: entryText(clause.form, { ...entry, typeOnly: false, tail: "" }) };
}

export function specifierEdit(literal: ts.StringLiteralLike, module: string): TextEdit {
  return { start: literal.getStart() + 1, end: literal.end - 1, text: module };
}

interface LineStyle {
  readonly eol: string;
  readonly indent: string;
}

function lineStyle(source: string, start: number): LineStyle {
  const lineStart = source.lastIndexOf("\n", start - 1) + 1;
  const before = source.slice(lineStart, start);
  return { eol: source.includes("\r\n") ? "\r\n" : "\n", indent: /^\s*/.exec(before)?.[0] ?? "" };
}

function replaceStatement(statement: Clause["statement"], replacements: readonly string[], line: LineStyle): TextEdit {
  const source = statement.getSourceFile().text;
  const start = statement.getStart();
  if (replacements.length > 0) return { start, end: statement.end, text: replacements.join(line.eol + line.indent) };
  const lineStart = start - line.indent.length;
  const rest = /^[\t ]*\r?\n/.exec(source.slice(statement.end))?.[0];
  const ownsLine = (lineStart === 0 || source[lineStart - 1] === "\n") && rest !== undefined;
  return ownsLine
    ? { start: lineStart, end: statement.end + rest.length, text: "" }
    : { start, end: statement.end, text: "" };
}
