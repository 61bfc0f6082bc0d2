import { ts } from "ts-morph";
import type { Edit } from "../../../domain/edit.js";
import { nameOf, withoutWrapping } from "../uses/arguments.js";
import { isIdentifierName } from "../uses/key-edit.js";
import type { ArgumentChange } from "../uses/use.js";
import { type BracketedList, rearrangeList } from "./list-edit.js";

type Call = ts.CallExpression | ts.NewExpression;
type KeyChange = Extract<ArgumentChange, { do: "drop" | "fill" }> & { readonly key: string };

/** Carries out all that is to become of one call's arguments, or gives undefined where that cannot be written. */
export function callEdits(call: Call, changes: readonly ArgumentChange[]): Edit[] | undefined {
  const given = call.arguments ?? [];
  const ofKeys = changes.filter(isOfKey).filter(({ position }) => position < given.length);
  const edits = [...new Set(ofKeys.map(({ position }) => position))].map((position) =>
    keyEdit(
      given[position],
      ofKeys.filter((each) => each.position === position),
    ),
  );
  const next = nextArguments(given.length, changes);
  if (next === undefined) return undefined;
  const isSame = next.length === given.length && next.every((item, i) => item === i);
  if (!isSame) edits.push(rearrangeArguments(call, next));
  return edits.every((edit) => edit !== undefined) ? edits : undefined;
}

function isOfKey(change: ArgumentChange): change is KeyChange {
  return (change.do === "drop" || change.do === "fill") && change.key !== undefined;
}

/** The arguments of the call as it is to be: old ones by their places, new ones as text. Undefined where one before a new one is left out. */
function nextArguments(count: number, changes: readonly ArgumentChange[]): (number | string)[] | undefined {
  const slots: (number | string | undefined)[] = Array.from({ length: count }, (_slot, i) => i);
  const options = new Map<number, string[]>();
  for (const change of changes) {
    if (change.do !== "fill" || change.position < count) continue;
    if (change.key === undefined) slots[change.position] = change.text;
    else options.set(change.position, [...(options.get(change.position) ?? []), keyText(change.key, change.text)]);
  }
  for (const [position, keys] of options) slots[position] = `{ ${keys.join(", ")} }`;
  const order = changes.find((each) => each.do === "order")?.order ?? [];
  const dropped = new Set(
    changes.flatMap((each) => (each.do === "drop" && each.key === undefined ? each.position : [])),
  );
  const places = [...order, ...slots.keys()].filter((place, i, all) => all.indexOf(place) === i && !dropped.has(place));
  const result = places.map((place) => slots[place]);
  while (result.length > 0 && result.at(-1) === undefined) result.pop();
  const added = changes.filter((each) => each.do === "add").sort((a, b) => a.position - b.position);
  for (const { position, text } of added) {
    if (result.length < position) return undefined;
    result.splice(position, 0, text);
  }
  return Array.from(result, (item) => item ?? "undefined");
}

function rearrangeArguments(call: Call, next: readonly (number | string)[]): Edit | undefined {
  const source = call.getSourceFile();
  if (call.arguments === undefined) return { start: call.end, end: call.end, text: `(${next.join(", ")})` };
  const list = { elements: call.arguments, start: call.arguments.pos, end: call.end - 1, padding: "" };
  return rearrangeList(source.text, list, next);
}

function keyEdit(argument: ts.Expression | undefined, changes: readonly KeyChange[]): Edit | undefined {
  const literal = argument === undefined ? undefined : withoutWrapping(argument);
  if (literal === undefined || !ts.isObjectLiteralExpression(literal)) return undefined;
  const dropped = new Set(changes.filter((each) => each.do === "drop").map(({ key }) => key));
  const next: (number | string)[] = [...literal.properties.keys()].filter((i) => {
    const name = literal.properties[i]?.name;
    return name === undefined || !dropped.has(nameOf(name) ?? "");
  });
  for (const change of changes) if (change.do === "fill") next.push(keyText(change.key, change.text));
  const list: BracketedList = {
    elements: literal.properties,
    start: literal.properties.pos,
    end: literal.end - 1,
    padding: " ",
  };
  return rearrangeList(literal.getSourceFile().text, list, next);
}

function keyText(key: string, value: string): string {
  return `${isIdentifierName(key) ? key : JSON.stringify(key)}: ${value}`;
}
