import { ts } from "ts-morph";
import { hiddenBody, tellingConstructor } from "../hidden-bodies.js";
import { parsedFile } from "./nesting.js";

/** Text to leave out, and what stands for it. */
interface Cut {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A TypeScript source with all that other modules can see of it: bodies of functions and values of variables are left out where
 * their types are written, so that it takes a part of the memory.
 */
export function signaturesOf(path: string, text: string): string {
  const cuts: Cut[] = [];
  const telling = new Set<ts.Node | undefined>();
  visit(parsedFile(path, text, ts.ScriptTarget.Latest));
  const kept = cuts.map(({ start, text: instead }, i) => text.slice(cuts[i - 1]?.end ?? 0, start) + instead);
  return kept.join("") + text.slice(cuts.at(-1)?.end ?? 0);

  function visit(node: ts.Node): void {
    telling.add(tellingConstructor(node));
    const cut = telling.has(node) ? undefined : cutIn(node);
    if (cut === undefined) ts.forEachChild(node, visit);
    else cuts.push(cut);
  }
}

function cutIn(node: ts.Node): Cut | undefined {
  if ((ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) && node.type && node.initializer) {
    return { start: node.type.end, end: node.initializer.end, text: "" };
  }
  const body = hiddenBody(node);
  return body === undefined ? undefined : { start: body.pos, end: body.end, text: " {}" };
}
