import { parse } from "yaml";
import type { Generated } from "../../../src/app/generate-options.js";
import type { Operation } from "../../../src/domain/operation.js";
import type { Label } from "./labels.js";
import type { Score } from "./scorer.js";

/** What a comparison left behind, as far as it explains what was missed. */
export interface Traces {
  readonly operations: readonly Operation[];
  readonly candidates: Generated["report"]["candidates"];
  readonly unresolved: Generated["report"]["unresolved"];
  /** Public names, `module.Container.name`, and specifiers of either version. */
  readonly names: Sides<readonly string[]>;
  readonly modules: Sides<ReadonlySet<string>>;
}

interface Sides<T> {
  readonly from: T;
  readonly to: T;
}

export function tracesOf({ manifest, report, files }: Generated): Traces {
  const namesOf = (file: string): string[] => {
    const { exports } = parse(files.get(file) ?? "exports: []") as { exports: { fq: string }[] };
    return exports.map(({ fq }) => fq);
  };
  const modulesOf = ({ entries }: { entries: readonly { specifier: string }[] }) =>
    new Set(entries.map(({ specifier }) => specifier));
  return {
    operations: manifest.operations,
    candidates: report.candidates,
    unresolved: report.unresolved,
    names: { from: namesOf("metadata_from.yaml"), to: namesOf("metadata_to.yaml") },
    modules: { from: modulesOf(report.sources.from), to: modulesOf(report.sources.to) },
  };
}

/** In a word, why no operation meets a label. */
export function explainMiss(label: Label, traces: Traces): string {
  if (label.kind === "rename.import") return explainImport(label, traces);
  const old = pathOf(label);
  if (!isAmong(old, traces.names.from)) return "not on the surface";
  const rivals = traces.operations.filter(({ match }) => isSame(old, pathOfMatch(match)));
  if (label.to === undefined || label.to === null || label.kind === "removed") return explainOther(old, rivals, traces);
  const target = [last(label.toContainer ?? ""), last(label.to)].filter(Boolean);
  if (!isAmong(target, traces.names.to) && !isAmong(target.slice(-1), traces.names.to))
    return "target not on the surface";
  const candidate = traces.candidates.find(({ from, to }) => isSame(old, split(from)) && isSame(target, split(to)));
  const alone = candidate === undefined ? "" : `, itself ${candidate.score.toFixed(2)} alone`;
  const taken = rivals.find(({ match }) => typeof match["to"] === "string");
  if (taken !== undefined) return `taken by ${String(taken.match["to"])} (${taken.confidence.toFixed(2)}${alone})`;
  if (rivals.some(({ kind }) => kind === "remove.symbol")) return `called removed${alone || ", no likely candidate"}`;
  if (candidate !== undefined) return `${candidate.reason}${alone}`;
  if (isAmong(old, traces.names.to)) return "survives";
  return containerOutcome(old, traces) ?? "no likely candidate";
}

/** In a word, what the labels hold against an operation. */
export function explainWrong(wrong: Score["wrong"][number], labels: readonly Label[], traces: Traces): string {
  const source = [wrong.container ?? "", wrong.from].filter(Boolean);
  const same = labels.filter((label) => isSame(source, pathOf(label)));
  if (same.some(({ kind, to }) => kind === "not-a-rename" && last(to ?? "") === wrong.to))
    return "labelled as no rename";
  const meant = same.find(({ kind, to }) => kind !== "not-a-rename" && to !== undefined && to !== null);
  if (meant === undefined) return "not among the complete labels";
  return `is ${meant.to ?? ""}: ${explainMiss(meant, traces)}`;
}

function explainImport({ module, toModule }: Label, { operations, modules }: Traces): string {
  const from = module ?? "";
  const to = toModule ?? from;
  const taken = operations.find(({ kind, match }) => kind === "rename.import" && match["from"] === from);
  if (taken !== undefined) return `taken by ${String(taken.match["to"])} (${taken.confidence.toFixed(2)})`;
  if (!modules.to.has(to)) return "target module not among the entries";
  if (modules.to.has(from)) return "module survives";
  return modules.from.has(from) ? "no likely candidate" : "reached by path alone";
}

/** For labels of what is no rename: removals and changed signatures. */
function explainOther(old: readonly string[], rivals: readonly Operation[], traces: Traces): string {
  const [rival] = rivals;
  if (rival !== undefined) {
    const target = typeof rival.match["to"] === "string" ? ` to ${rival.match["to"]}` : "";
    return `called ${rival.kind}${target} (${rival.confidence.toFixed(2)})`;
  }
  if (traces.unresolved.some(({ name }) => isSame(old, split(name)))) return "change seen, not told";
  return isAmong(old, traces.names.to) ? "survives" : (containerOutcome(old, traces) ?? "no operation");
}

function containerOutcome(old: readonly string[], { operations, names }: Traces): string | undefined {
  const [container, member] = old;
  if (container === undefined || member === undefined) return undefined;
  if (isAmong([container], names.to)) return undefined;
  const renamed = operations.some(({ match }) => last(String(match["from"])) === container && "to" in match);
  return renamed ? undefined : "container not matched";
}

/** Container and name, each by its last part, as the scorer compares them. */
function pathOf({ container, from }: Label): string[] {
  return [plain(container ?? ""), plain(from)].filter(Boolean);
}

function pathOfMatch(match: Readonly<Record<string, unknown>>): string[] {
  const container = match["container"] ?? match["config"] ?? "";
  const name = match["callable"] ?? match["name"] ?? match["from"];
  return [...split(String(container)), ...split(String(name))];
}

/** Whether the path's end is the other path's end. */
function isSame(path: readonly string[], other: readonly string[]): boolean {
  return path.every((part, i) => other[other.length - path.length + i] === part);
}

function isAmong(path: readonly string[], names: readonly string[]): boolean {
  const end = path.join(".");
  return names.some((name) => name === end || name.endsWith(`.${end}`));
}

function plain(name: string): string {
  return last(name.replace(/\(.*\)$/, "").replace(/<.*>$/, ""));
}

function last(name: string): string {
  return split(name).at(-1) ?? "";
}

function split(name: string): string[] {
  return name.split(/[.#:]/).filter(Boolean);
}
