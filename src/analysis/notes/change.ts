import type { Manifest } from "../../domain/manifest.js";
import type { Operation } from "../../domain/operation.js";
import { describeOperation } from "../report.js";

/** An operation as a guide speaks of it: without the core's own name, and with what it belongs to apart. */
export interface Change {
  readonly operation: Operation;
  readonly about: "path" | "export" | "part" | "call";
  /** The module of an export where it is not the main one; the container of a part, or the owner of a call. */
  readonly where: string;
  readonly old: string;
  readonly new: string;
  /** The module in which the new name is found, where that has to be said. */
  readonly module?: string;
  /** `new` is advice in words. */
  readonly prose: boolean;
}

/** Reads the operations of a manifest, in its order. */
export function changesOf(manifest: Manifest): Change[] {
  const successors = successorsOf(manifest.operations);
  return manifest.operations.map((operation) => {
    const { match } = operation;
    if (operation.kind === "rename.import" || operation.kind === "move.file") return pathChange(operation, manifest);
    if (match["callable"] !== undefined || match["config"] !== undefined) return ownedChange(operation, manifest);
    if (match["module"] === undefined || operation.kind === "restyle.export") return plainChange(operation);
    return namedChange(operation, manifest, successors);
  });
}

/** The old name with what it belongs to. */
export function nameOf({ where, old }: Change): string {
  return dotted(where, old);
}

function pathChange(operation: Operation, { package: core }: Manifest): Change {
  const { from, to, symbols } = operation.match;
  if (!Array.isArray(symbols)) return { ...plainChange(operation), about: "path" };
  const names = symbols.join(", ");
  const where = from === core ? "" : text(from);
  return { operation, about: "export", where, old: names, new: names, module: text(to), prose: false };
}

/** What is said of a call or an options object, by its qualified name. */
function ownedChange(operation: Operation, { package: core }: Manifest): Change {
  const { callable, config, from, to } = operation.match;
  const { old, new: now, prose } = plainChange(operation);
  const owner = withoutCore(text(callable ?? config), core);
  if (operation.kind === "config.key_rename" || operation.kind === "arg.rename") {
    return { operation, about: "part", where: owner, old: text(from), new: text(to), prose };
  }
  const [place, name] = lastOf(owner);
  const call = (shown: string): string => name + withoutCore(shown, core).slice(owner.length);
  const isCall = now.startsWith(text(callable));
  return { operation, about: "call", where: place, old: call(old), new: isCall ? call(now) : now, prose };
}

/** What becomes of a name, or of a value that stands in one. */
function namedChange(
  operation: Operation,
  { package: core }: Manifest,
  successors: ReadonlyMap<string, string>,
): Change {
  const { kind, match } = operation;
  const { module, container, from, name, to, to_module: moved = module, to_container: into } = match;
  const about = container === undefined ? "export" : "part";
  const where = dotted(module === core ? undefined : module, container);
  const old = text(from ?? name);
  if (kind === "remove.symbol") return { ...plainChange(operation), about, where, old };
  const isCall = kind === "rename.callable" && container !== undefined;
  const written = (value: string): string =>
    kind === "rename.value" ? JSON.stringify(value) : `${value}${isCall ? "()" : ""}`;
  const follows = into === undefined || successors.get(dotted(module, container)) === dotted(moved, into);
  return {
    operation,
    about,
    where,
    old: written(old),
    new: dotted(follows ? undefined : into, written(text(to))),
    ...((moved !== module || into === "") && { module: text(moved) }),
    prose: false,
  };
}

function plainChange(operation: Operation): Change {
  const { old, new: now, prose = false } = describeOperation(operation);
  return { operation, about: "call", where: "", old, new: now, prose };
}

/** What containers are called now, by their qualified name: their members follow without a word. */
function successorsOf(operations: readonly Operation[]): Map<string, string> {
  const renames = operations.filter(({ kind }) => kind === "rename.symbol");
  return new Map(
    renames.map(({ match: { module, container, from, to, to_module, to_container } }) => [
      dotted(module, container, from),
      dotted(to_module ?? module, to_container ?? container, to),
    ]),
  );
}

function withoutCore(name: string, core: string): string {
  return name.startsWith(`${core}.`) ? name.slice(core.length + 1) : name;
}

function lastOf(name: string): [place: string, name: string] {
  const at = name.lastIndexOf(".");
  return at === -1 ? ["", name] : [name.slice(0, at), name.slice(at + 1)];
}

function dotted(...parts: readonly unknown[]): string {
  return parts.filter((part) => typeof part === "string" && part !== "").join(".");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
