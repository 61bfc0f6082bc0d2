import type { Thresholds } from "../../domain/operation.js";
import { bandOf } from "../../domain/operation.js";
import { type Change, nameOf } from "./change.js";
import { type Family, familiesOf } from "./families.js";
import { groupBy } from "../group-by.js";
import { code, codes, counted, fold, foldLong, prose, table } from "./markdown.js";

/** What the tool edits, condensed: it is looked up, and seldom read. */
export function automatic(changes: readonly Change[], thresholds: Thresholds): string[] {
  const sure = (inside: readonly Change[]): string => surest(inside, thresholds);
  const about = (subject: Change["about"]): Change[] => changes.filter((change) => change.about === subject);
  return [
    ...named("Import paths", about("path"), sure),
    ...named("Exports", about("export"), sure),
    ...parts(about("part"), sure),
    ...calls(about("call"), sure),
  ];
}

type Sure = (changes: readonly Change[]) => string;

function named(title: string, changes: readonly Change[], sure: Sure): string[] {
  if (changes.length === 0) return [];
  const { families, others } = familiesOf(changes);
  return [
    `### ${title}`,
    "",
    ...families.flatMap((family) => [...familyLines(family, sure), ""]),
    ...(others.length === 0 ? [] : [...foldLong(counted(others.length, "change"), nameTable(others, sure)), ""]),
  ];
}

function familyLines(family: Family<Change>, sure: Sure): string[] {
  const { members } = family;
  const summary = `<code>${escaped(family.old)}</code> → <code>${escaped(family.new)}</code>: ${members.length}, such as <code>${escaped(members[0]?.old ?? "")}</code>`;
  return fold(summary, nameTable(members, sure));
}

function nameTable(changes: readonly Change[], sure: Sure): string[] {
  const several = changes.some(({ where }) => where !== "");
  const rows = changes.map((change) => [
    ...(several ? [change.where === "" ? "" : code(change.where)] : []),
    code(change.old),
    after(change),
    sure([change]),
  ]);
  return table([...(several ? ["of"] : []), "before", "after", "confidence"], rows);
}

/** A line for every container, and one for what is renamed alike in several. */
function parts(changes: readonly Change[], sure: Sure): string[] {
  if (changes.length === 0) return [];
  const alike = groupBy(changes, (change) => after(change, code(change.old)));
  const shared = [...alike.values()].filter((inside) => inside.length > 1);
  const rest = changes.filter((change) => !shared.some((inside) => inside.includes(change)));
  const rows = [
    ...shared.map((inside) => [codes(inside.map(({ where }) => where)), inside.slice(0, 1), inside] as const),
    ...[...groupBy(rest, ({ where }) => where)].map(([where, inside]) => [code(where), inside, inside] as const),
  ].map(([where, shown, all]) => [
    where,
    shown.map((change) => after(change, code(change.old))).join("<br>"),
    sure(all),
  ]);
  const lines = table(["of", "change", "confidence"], rows);
  return ["### Members, options and arguments", "", ...foldLong(counted(changes.length, "change"), lines), ""];
}

function calls(changes: readonly Change[], sure: Sure): string[] {
  if (changes.length === 0) return [];
  const rows = changes.map((change) => [code(nameOf(change)), after(change), sure([change])]);
  const lines = table(["before", "after", "confidence"], rows);
  return ["### Calls and imports", "", ...foldLong(counted(changes.length, "change"), lines), ""];
}

/** The new name, where it is found, and what the maintainers say. */
function after(change: Change, before?: string): string {
  const now = change.prose ? prose(change.new) : code(change.new);
  const { note } = change.operation;
  return [
    ...(before === undefined ? [] : [before, "→"]),
    now,
    ...(change.module === undefined ? [] : [`from ${code(change.module)}`]),
    ...(note === undefined ? [] : [`<br>${prose(note)}`]),
  ].join(" ");
}

/** The lowest confidence, and whether it asks for a look. */
function surest(changes: readonly Change[], thresholds: Thresholds): string {
  const confidence = Math.min(...changes.map(({ operation }) => operation.confidence));
  if (changes.every(({ operation }) => operation.method === "declared")) return "declared";
  return `${confidence.toFixed(2)}${bandOf(confidence, thresholds) === "auto" ? "" : ", look at it"}`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
