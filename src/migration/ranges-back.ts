import { placeAt } from "../domain/place.js";
import {
  type Declaration,
  declarationsInCatalogs,
  declarationsInPackageJson,
  replaceRanges,
} from "./dependency-declarations.js";
import type { FlaggedLine, InvertedText } from "./take-back.js";

/** Takes raised ranges back in a text of the same package.json or pnpm-workspace.yaml. */
export type RangesBack = (bytes: Uint8Array) => InvertedText;

/** Undefined for any other file. `names` are those of the core's packages. */
export function rangesBack(
  path: string,
  before: Uint8Array,
  after: Uint8Array,
  names: ReadonlySet<string>,
): RangesBack | undefined {
  if (!/(?:^|\/)(?:package\.json|pnpm-workspace\.yaml)$/.test(path)) return undefined;
  const declared = (bytes: Uint8Array): Declaration[] => {
    const text = Buffer.from(bytes).toString("utf8");
    return path.endsWith(".json")
      ? (declarationsInPackageJson(text, names) ?? [])
      : declarationsInCatalogs(text, names);
  };
  const old = new Map(declared(before).map((each) => [keyOf(each), each.range]));
  const raised = new Map(
    declared(after).flatMap((each) => {
      const from = old.get(keyOf(each));
      return from === undefined || from === each.range ? [] : [[keyOf(each), { from, to: each.range }] as const];
    }),
  );
  return (bytes) => {
    const text = Buffer.from(bytes).toString("utf8");
    const edits = new Map<Declaration, string>();
    const flagged: FlaggedLine[] = [];
    for (const declaration of declared(bytes)) {
      const range = raised.get(keyOf(declaration));
      if (range === undefined) continue;
      if (declaration.range === range.to) edits.set(declaration, range.from);
      else if (declaration.range !== range.from) flagged.push(raisedSince(text, declaration, range.from));
    }
    return { bytes: edits.size === 0 ? bytes : Buffer.from(replaceRanges(text, edits)), flagged };
  };
}

function keyOf({ field, name }: Declaration): string {
  return `${field} ${name}`;
}

function raisedSince(text: string, { name, range, start }: Declaration, from: string): FlaggedLine {
  return {
    line: placeAt(text, start).line,
    reason: `${name} was set to ${range} since: it was ${from} before the migration`,
  };
}
