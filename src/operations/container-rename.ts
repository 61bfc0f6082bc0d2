import type { Operation } from "../domain/operation.js";

/** Names of a container before and after, dotted below their module. */
export interface ContainerRename {
  readonly module: unknown;
  readonly from: string;
  readonly to: string;
}

const KINDS: ReadonlySet<string> = new Set(["rename.symbol", "rename.member"]);

/** What an operation renames, where that can hold members. */
export function containerRename({ kind, match }: Pick<Operation, "kind" | "match">): ContainerRename | undefined {
  if (!KINDS.has(kind)) return undefined;
  const { module, container, to_container: toContainer = container } = match;
  return { module, from: dotted(container, match["from"]), to: dotted(toContainer, match["to"]) };
}

function dotted(container: unknown, name: unknown): string {
  return container === undefined || container === "" ? String(name) : `${String(container)}.${String(name)}`;
}
