import type { Declaration, PublicSymbol, SymbolKind } from "../../domain/symbol.js";
import { parseErrors, parseSource } from "../../languages/typescript/parse.js";
import type { ApiNames } from "./api-names.js";

/** How a dependent gets hold of a public name. */
export interface Reach {
  readonly symbol: PublicSymbol;
  /** The import of the outermost name. */
  readonly imported: string;
  /** Expression for the value. It speaks of a parameter `it` where `it` has a type. */
  readonly value: string;
  /** Type of the object that has the member. */
  readonly it?: string;
  /** What stands for it where a type is asked for. */
  readonly type?: string;
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

const TYPES: readonly SymbolKind[] = ["class", "interface", "type", "enum"];
const MEMBERS: readonly SymbolKind[] = ["enum-member", "method", "constructor", "property", "accessor"];

/**
 * Follows dotted names from an export to what they mean, or gives undefined where one of them is not known. `written` stands in
 * the text for the last name, which may be a member that a type inherits.
 */
export function reach(
  api: ApiNames,
  module: string,
  names: readonly string[],
  written: string = names.at(-1) ?? "",
): Reach | undefined {
  let reached: Reach | undefined;
  for (const [i, name] of names.entries()) {
    const symbol = api.find(module, names.slice(0, i).join("."), name);
    const isLast = i === names.length - 1;
    if (symbol === undefined) return isLast && reached !== undefined ? inherited(reached, written) : undefined;
    const shown = isLast ? written : name;
    reached = reached === undefined ? exported(api, symbol, shown) : inside(api, reached, symbol, shown);
  }
  return reached;
}

/** Statements that use what was reached in the way in which dependents use its kind. */
export function useOf({ symbol, imported, value, it, type }: Reach): string {
  const { declaration, typeOnly } = symbol;
  if (it !== undefined) {
    if (declaration.visibility === "protected") {
      return lines(
        imported,
        `export abstract class Witness extends ${it} {`,
        `  witness = () => ${asThis(value)};`,
        "}",
      );
    }
    return lines(imported, `export function witness(it: ${it}) {`, `  return ${value};`, "}");
  }
  if (declaration.kind === "namespace" && IDENTIFIER.test(value)) return lines(imported, `export { ${value} };`);
  if (type !== undefined && (typeOnly || declaration.kind === "interface" || declaration.kind === "type")) {
    return lines(imported, `export type Witness = ${type};`);
  }
  if (type !== undefined && declaration.kind === "class") {
    return lines(imported, `export function witness(it: ${type}) {`, `  return it instanceof ${value};`, "}");
  }
  return lines(imported, `export const witness = ${value};`);
}

export function lines(...each: readonly string[]): string {
  return `${each.join("\n")}\n`;
}

/** A key as an object literal has it. */
export function keyText(name: string): string {
  return IDENTIFIER.test(name) ? name : JSON.stringify(name);
}

function exported(api: ApiNames, symbol: PublicSymbol, name: string): Reach {
  const clause = `{ ${name} }`;
  const isBindable = parseErrors(parseSource("witness.ts", importText(clause, symbol.module))).length === 0;
  const local = isBindable ? name : "Value";
  return {
    symbol,
    imported: importText(isBindable ? clause : name === "default" ? local : `{ ${name} as ${local} }`, symbol.module),
    value: local,
    ...(isType(symbol.declaration) && { type: local + api.typeArguments(symbol) }),
  };
}

function importText(clause: string, module: string): string {
  return `import ${clause} from ${JSON.stringify(module)};`;
}

function inside(api: ApiNames, parent: Reach, symbol: PublicSymbol, name: string): Reach {
  const { declaration } = symbol;
  const { imported } = parent;
  const value = parent.value + access(name);
  if (!MEMBERS.includes(declaration.kind)) {
    return { symbol, imported, value, ...(isType(declaration) && { type: value + api.typeArguments(symbol) }) };
  }
  if (declaration.kind === "enum-member" || declaration.static || parent.type === undefined) {
    return { symbol, imported, value };
  }
  return {
    symbol,
    imported,
    value: `it${access(name)}`,
    it: parent.type,
    type: `NonNullable<${parent.type}[${JSON.stringify(name)}]>`,
  };
}

/** The surface lists members where they are declared. The symbol is the heir's. */
function inherited({ symbol, imported, type }: Reach, name: string): Reach | undefined {
  return type === undefined ? undefined : { symbol, imported, value: `it${access(name)}`, it: type };
}

function isType({ kind }: Declaration): boolean {
  return TYPES.includes(kind);
}

/** A computed name is written in brackets already. */
function access(name: string): string {
  if (IDENTIFIER.test(name)) return `.${name}`;
  return name.startsWith("[") ? name : `[${JSON.stringify(name)}]`;
}

function asThis(value: string): string {
  return value.replace(/^it\b/, "this");
}
