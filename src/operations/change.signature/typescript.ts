import { ts } from "ts-morph";
import { parseType } from "../../languages/typescript/parse-type.js";
import type { Use } from "../../languages/typescript/uses/use.js";
import { flagCall } from "../calls.js";
import type { Codemod } from "../codemod.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "change.signature",
  parse: (match) => matchSchema.parse(match),
  targets: ({ callable }) => [{ kind: "call", callable }],
  rewrite: (match, use) => (isOther(match, use) ? { do: "nothing" } : flagCall(use, advise(match))),
  advise,
};

/** A call of an overload that is not among those that changed goes on as it is. */
function isOther({ from }: Match, use: Use): boolean {
  if (use.kind !== "call" || use.overload === undefined) return false;
  const called = use.overload.join();
  const changed = overloadsIn(from);
  return changed.length > 0 && changed.every((names) => names.join() !== called);
}

/** Names of the parameters of each of the signatures `(a: string); (b?: number): void`. */
function overloadsIn(signatures: string): string[][] {
  const type = parseType(`{ ${signatures} }`);
  const members = type !== undefined && ts.isTypeLiteralNode(type) ? type.members : [];
  return [...members]
    .filter(ts.isCallSignatureDeclaration)
    .map(({ parameters }) => parameters.map(({ name }) => name.getText()));
}

function advise({ callable, from, to }: Match): string {
  const name = callable.replace(/\.default$/, "");
  // What is no longer called is written after its name: `speed: number`.
  const now = to.startsWith("(") ? to : name.slice(name.lastIndexOf(".") + 1) + to;
  return `${name}${shortened(from)} is now ${shortened(now)}`;
}

/** Without object types that are too long to be read in a comment. */
function shortened(signature: string): string {
  return signature.replace(/\{[^{}]{80,}\}/g, "{ … }");
}
