import { ts } from "ts-morph";
import { parseSource } from "./parse.js";

/** How many type arguments the classes, interfaces and aliases of a file take, by `nameOnLine`. Those that take none are left out. */
export function typeArities(path: string, text: string): ReadonlyMap<string, number> {
  const file = parseSource(path, text);
  const found = new Map<string, number>();
  visit(file);
  return found;

  function visit(node: ts.Node): void {
    if (ts.isClassLike(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      const position = (node.name ?? node).getStart(file, false);
      const line = file.getLineAndCharacterOfPosition(position).line + 1;
      const arity = node.typeParameters?.length ?? 0;
      if (arity > 0) found.set(nameOnLine(node.name?.text ?? "default", line), arity);
    }
    ts.forEachChild(node, visit);
  }
}

/** `line` is 1-based. */
export function nameOnLine(name: string, line: number): string {
  return `${line}:${name}`;
}
