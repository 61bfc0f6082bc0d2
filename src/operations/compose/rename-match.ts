import type { Operation } from "../../domain/operation.js";
import { matchSchema as configKeyRename } from "../config.key_rename/schema.js";
import { holderOf, type Name, qualified, within } from "./name.js";
import type { Said } from "./party.js";

/** A name of the first version and what it is in the last. */
export interface Rename {
  readonly from: Name;
  readonly to: Name;
  /** The operations that speak of the name itself, in the steps' order. */
  readonly own: readonly Operation[];
  /** What becomes of what holds the name. */
  readonly become: (holder: Name) => Name;
}

const RENAMES = ["rename.symbol", "rename.callable", "rename.member"];

/** The operation that says so, in the form in which inference would have written it. */
export function renameMatch(rename: Rename): Said {
  const { from, to } = rename;
  if (from.space === "file") return { kind: "move.file", match: { from: from.module, to: to.module } };
  if (from.path.length === 0) return { kind: "rename.import", match: { from: from.module, to: to.module } };
  if (from.space === "value") {
    return { kind: "rename.value", match: { ...placeOf(from), from: last(from), to: last(to) } };
  }
  return moved(rename) ?? restyled(rename) ?? configKey(rename) ?? renamed(rename);
}

/** `module` and `container` as operations write them. */
export function placeOf(name: Name): { module: string; container?: string } {
  const container = containerOf(name);
  return { module: name.module, ...(container !== "" && { container }) };
}

export function last({ path }: Name): string {
  return path.at(-1) ?? "";
}

function containerOf({ path }: Name): string {
  return path.slice(0, -1).join(".");
}

/** `rename.import` is for exports that keep their name. */
function moved({ from, to }: Rename): Said | undefined {
  if (from.path.length !== 1 || to.path.length !== 1 || last(from) !== last(to)) return undefined;
  return { kind: "rename.import", match: { from: from.module, to: to.module, symbols: [last(from)] } };
}

function restyled({ from, to, own, become }: Rename): Said | undefined {
  if (own.every(({ kind }) => kind !== "restyle.export")) return undefined;
  const names = [from, to].filter((name) => name.path.length !== 1 || last(name) !== "default").map(last);
  const [name] = names;
  const stays = to.path.length === 1 && to.module === become({ ...from, path: [] }).module;
  if (!stays || name === undefined || names.length !== 1) return undefined;
  const [old, now] = name === last(from) ? ["named", "default"] : ["default", "named"];
  return { kind: "restyle.export", match: { module: from.module, name, from: old, to: now } };
}

/** Undefined for a key that leaves its options type. */
function configKey({ from, to, own, become }: Rename): Said | undefined {
  const [first] = own;
  if (first?.kind !== "config.key_rename") return undefined;
  const depth = configKeyRename.parse(first.match).from.split(".").length;
  const type: Name = { ...from, path: from.path.slice(0, -depth) };
  const then = become(type);
  const stays = to.module === then.module && then.path.every((part, i) => part === to.path[i]);
  if (!stays || to.path.length === then.path.length) return undefined;
  const files = [...new Set(own.flatMap(({ kind, match }) => configFiles(kind, match)))];
  return {
    kind: "config.key_rename",
    match: {
      config: qualified(type),
      from: from.path.slice(-depth).join("."),
      to: to.path.slice(then.path.length).join("."),
      ...(files.length > 0 && { files }),
    },
  };
}

function configFiles(kind: string, match: unknown): readonly string[] {
  return kind === "config.key_rename" ? (configKeyRename.parse(match).files ?? []) : [];
}

function renamed({ from, to, own, become }: Rename): Said {
  const holder = holderOf(from);
  const followed = holder === undefined ? from : within(become(holder), from);
  const container = containerOf(to);
  return {
    kind: renameKind(from, to, own),
    match: {
      ...placeOf(from),
      from: last(from),
      to: last(to),
      ...((to.module !== from.module || to.module !== followed.module) && { to_module: to.module }),
      ...((container !== containerOf(from) || container !== containerOf(followed)) && { to_container: container }),
    },
  };
}

/** As the first step has it, unless that kind cannot say it: a member has a container on both sides. */
function renameKind(from: Name, to: Name, own: readonly Operation[]): string {
  const kind = own.map((operation) => operation.kind).find((each) => RENAMES.includes(each));
  if (from.path.length === 1) return kind === undefined || kind === "rename.member" ? "rename.symbol" : kind;
  if (to.path.length === 1) return kind === undefined || kind === "rename.member" ? "rename.callable" : kind;
  return kind ?? "rename.member";
}
