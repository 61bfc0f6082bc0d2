import { type Change, nameOf } from "./change.js";
import { groupBy } from "../group-by.js";
import { code, codes, counted, diffBlock, foldLong, prose } from "./markdown.js";

/** What a person has to do, one section after the other: what is gone, what is called otherwise, what was not read for sure. */
export function byHand(changes: readonly Change[], core: string): string[] {
  const kind = (name: string): Change[] => changes.filter(({ operation }) => operation.kind === name);
  const removed = kind("remove.symbol");
  const signatures = kind("change.signature");
  const advised = changes.filter((change) => change.prose && !removed.includes(change));
  const unsure = changes.filter((change) => ![...removed, ...signatures, ...advised].includes(change));
  return [
    ...section("Removed, with something to use instead", removed.filter(hasReplacement), replacements),
    ...section(
      "Removed",
      removed.filter((change) => !hasReplacement(change)),
      removals,
    ),
    ...section("Called differently", signatures, signatureDiffs),
    ...section("Arguments", advised, advice),
    ...section("Probably renamed", unsure, (inside) => renameDiffs(inside, core), [
      "Nothing is edited here before somebody has looked: the two versions do not tell for sure.",
    ]),
  ];
}

function section(
  title: string,
  changes: readonly Change[],
  render: (changes: readonly Change[]) => string[],
  lead: readonly string[] = [],
): string[] {
  if (changes.length === 0) return [];
  const summary = counted(changes.length, "change");
  const body = [...foldLong(summary, render(changes)), ...remarks(changes)];
  return [`### ${title}`, "", ...lead.flatMap((line) => [line, ""]), ...body, ""];
}

function hasReplacement({ operation: { match } }: Change): boolean {
  return match["replacement"] !== undefined;
}

/** Advice, with all that it is given for. */
function replacements(changes: readonly Change[]): string[] {
  return [...groupBy(changes, (change) => change.new)].map(
    ([advice, inside]) => `- ${codes(inside.map(nameOf))}: ${prose(advice)}`,
  );
}

/** Names by where they were; places that have lost the same share a line. */
function removals(changes: readonly Change[]): string[] {
  const lost = [...groupBy(changes, ({ where }) => where)].map(([place, inside]) => ({
    place,
    names: codes(inside.map(({ old }) => old)),
  }));
  return [...groupBy(lost, ({ place, names }) => `${place === ""} ${names}`).values()].map((alike) => {
    const names = alike[0]?.names ?? "";
    return alike[0]?.place === "" ? `- ${names}` : `- of ${codes(alike.map(({ place }) => place))}: ${names}`;
  });
}

function signatureDiffs(changes: readonly Change[]): string[] {
  return diffs(changes, ({ operation: { match }, old }) => {
    const name = old.slice(0, old.length - String(match["from"]).length);
    const lines = (sign: string, signatures: unknown): string[] =>
      overloads(String(signatures)).map((signature) => `${sign} ${name}${signature}`);
    return [...lines("-", match["from"]), ...lines("+", match["to"])];
  });
}

/** Signatures are joined by semicolons, which may stand inside of one too: each begins with its parameters. */
function overloads(signatures: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let begun = 0;
  for (let i = 0; i < signatures.length; i++) {
    if ("([{<".includes(signatures.charAt(i))) depth++;
    if (")]}".includes(signatures.charAt(i)) || (signatures[i] === ">" && signatures[i - 1] !== "=")) depth--;
    if (depth > 0 || !signatures.startsWith("; (", i)) continue;
    parts.push(signatures.slice(begun, i));
    begun = i + 2;
  }
  return [...parts, signatures.slice(begun)];
}

function advice(changes: readonly Change[]): string[] {
  return changes.map((change) => `- ${code(nameOf(change))}: ${prose(change.new)}`);
}

function renameDiffs(changes: readonly Change[], core: string): string[] {
  return diffs(changes, (change) => {
    const { id, confidence } = change.operation;
    const [before, after] = example(change, core);
    return [`- ${before}`, `+ ${after} // ${id}, confidence ${confidence.toFixed(2)}`];
  });
}

/** A block for every place. */
function diffs(changes: readonly Change[], linesOf: (change: Change) => string[]): string[] {
  return [...groupBy(changes, ({ where }) => where)].flatMap(([place, inside]) => [
    ...diffBlock([...(place === "" ? [] : [`# ${place}`]), ...inside.flatMap(linesOf)]),
    "",
  ]);
}

/** What a dependent writes, before and after. */
function example(change: Change, core: string): readonly [before: string, after: string] {
  const { about, where, old, new: now } = change;
  if (about === "path") return [`import … from "${old}"`, `import … from "${now}"`];
  if (about !== "export") return [old, change.module === undefined ? now : `${now} from "${change.module}"`];
  const module = where === "" ? core : where;
  return [importing(old, module, now), importing(now, change.module ?? module, old)];
}

/** A default export is imported under the name that it has elsewhere. */
function importing(name: string, module: string, otherName: string): string {
  return `import ${name === "default" ? otherName : `{ ${name} }`} from "${module}"`;
}

/** What the maintainers say, where it is no part of the lines themselves. */
function remarks(changes: readonly Change[]): string[] {
  const noted = changes.filter(({ operation }) => operation.note !== undefined);
  if (noted.length === 0) return [];
  return ["", ...noted.map((change) => `- ${code(nameOf(change))}: ${prose(change.operation.note ?? "")}`)];
}
