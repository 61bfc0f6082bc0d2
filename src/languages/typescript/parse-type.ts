import { ts } from "ts-morph";

/** A type's text as a syntax tree; undefined for what is no type, or was cut short. */
export function parseType(text: string): ts.TypeNode | undefined {
  if (text.includes("…")) return undefined;
  const file = ts.createSourceFile("type.ts", `type T = ${text}`, ts.ScriptTarget.Latest, true);
  const [statement] = file.statements;
  if (statement === undefined || !ts.isTypeAliasDeclaration(statement) || file.statements.length > 1) return undefined;
  return statement.type;
}
