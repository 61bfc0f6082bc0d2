import type { CoreSources } from "../../domain/core-sources.js";
import type { TextEdit } from "../../domain/edit.js";
import type { Operation } from "../../domain/operation.js";
import type { ParsedFiles } from "../../languages/typescript/mount/parsed-files.js";
import type { Receiver } from "../../languages/typescript/uses/receiver.js";
import type { Span } from "../../languages/typescript/uses/use.js";
import { type TypePlace, type WayLookup, wayLookup } from "../../languages/typescript/uses/ways.js";

/** A member that is another container's than the counterpart of its own. */
export interface Leaving {
  readonly name: string;
  readonly from: TypePlace;
  readonly to: TypePlace;
}

/** Edits by which a place reaches a member that left, or undefined where there is no way, or more than one. */
export type MemberWay = (leaving: Leaving, name: Span, receiver: Receiver) => readonly TextEdit[] | undefined;

export interface WaysInput {
  readonly root: string;
  readonly core: { readonly to?: CoreSources | undefined };
  readonly operations: readonly Operation[];
  readonly parsed?: ParsedFiles;
}

/**
 * A member that left is reached through what it was taken from, `ship.bell` → `ship.deck.bell`, or beside it,
 * `ship.hold.bell` → `ship.deck.bell`: by the one property that has its new container's type in the `to` API.
 */
export function memberWays({ root, core: { to }, operations, parsed }: WaysInput): MemberWay {
  if (to === undefined) return () => undefined;
  let lookup: WayLookup | undefined;
  const way = (from: TypePlace, there: TypePlace): string | undefined => {
    lookup ??= wayLookup(root, to, parsed);
    return lookup(counterpart(from, operations), there);
  };
  return ({ name, from, to: there }, { start, end }, { property }) => {
    const inside = way(from, there);
    const beside = property && way(property.owner, there);
    if (inside !== undefined && beside !== undefined) return undefined;
    if (inside !== undefined) return [{ start, end, text: `${inside}.${name}` }];
    if (property === undefined || beside === undefined) return undefined;
    return [
      { ...property.span, text: beside },
      { start, end, text: name },
    ];
  };
}

function counterpart({ module, name }: TypePlace, operations: readonly Operation[]): TypePlace {
  const renamed = operations.find(
    ({ kind, match }) =>
      kind === "rename.symbol" &&
      match["module"] === module &&
      match["container"] === undefined &&
      match["from"] === name,
  );
  if (renamed === undefined) return { module, name };
  const { to, to_module: toModule = module } = renamed.match;
  return { module: String(toModule), name: String(to) };
}
