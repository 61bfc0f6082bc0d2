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
  rewrite: (match, use) => (goesOn(match, use) ? { do: "nothing" } : flagCall(use, advise(match))),
  advise,
};

/** A call goes on as it is where it is made by an overload that did not change, or passes nothing of what did. */
function goesOn({ from, to }: Match, use: Use): boolean {
  if (use.kind !== "call") return false;
  const { overload, arguments: passed } = use;
  const changed = signaturesIn(from);
  const called = overload === undefined ? changed : changed.filter((each) => namesOf(each) === overload.join());
  if (called.length === 0) return changed.length > 0;
  if (passed === undefined || passed.some(({ isSpread }) => isSpread)) return false;
  const now = signaturesIn(to);
  return called.every((old) => now.some((each) => takesAlike(old, each, passed.length)));
}

/** The signatures `(a: string); (b?: number): void`. */
function signaturesIn(text: string): ts.CallSignatureDeclaration[] {
  const type = parseType(`{ ${text} }`);
  return type !== undefined && ts.isTypeLiteralNode(type) ? type.members.filter(ts.isCallSignatureDeclaration) : [];
}

function namesOf({ parameters }: ts.CallSignatureDeclaration): string {
  return parameters.map(({ name }) => name.getText()).join();
}

/** Whether so many arguments mean the same to both. Where nothing that is written differs, the difference is elsewhere. */
function takesAlike(old: ts.CallSignatureDeclaration, now: ts.CallSignatureDeclaration, passed: number): boolean {
  const typeOf = (parameter: ts.ParameterDeclaration | undefined): string | undefined =>
    parameter?.dotDotDotToken === undefined ? parameter?.type?.getText() : undefined;
  const places = [...Array(passed).keys()];
  return (
    old.getText() !== now.getText() &&
    old.type?.getText() === now.type?.getText() &&
    places.every(
      (i) => typeOf(old.parameters[i]) !== undefined && typeOf(old.parameters[i]) === typeOf(now.parameters[i]),
    ) &&
    now.parameters.slice(passed).every((each) => each.questionToken !== undefined || each.dotDotDotToken !== undefined)
  );
}

function advise({ callable, from, to }: Match): string {
  const name = callable.replace(/\.default$/, "");
  // What is no longer called is written after its name, `speed: number`; what two steps did may be told in words.
  const now = /^[<:]/.test(to) ? name.slice(name.lastIndexOf(".") + 1) + to : to;
  return `${/^[(<]/.test(from) ? name : ""}${shortened(from)} is now ${shortened(now)}`;
}

/** Without object types that are too long to be read in a comment. */
function shortened(signature: string): string {
  return signature.replace(/\{[^{}]{80,}\}/g, "{ … }");
}
