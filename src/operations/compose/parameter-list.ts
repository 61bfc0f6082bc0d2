import { matchSchema as argAdd } from "../arg.add/schema.js";
import { matchSchema as argRemove } from "../arg.remove/schema.js";
import { matchSchema as argReorder } from "../arg.reorder/schema.js";
import type { Party } from "./party.js";

/** A parameter after a step: the one that had a place before, or one that the step added. */
export type Slot = { readonly place: number } | { readonly added: Party };

/** As many parameters as the operations speak of, and more. What lies behind them stays where it is. */
export function parametersBefore(parties: readonly Party[]): Slot[] {
  const places = parties.flatMap(({ operation: { match } }) => [
    ...(typeof match["position"] === "number" ? [match["position"] + 1] : []),
    ...(Array.isArray(match["order"]) ? [match["order"].length] : []),
  ]);
  return Array.from({ length: Math.max(0, ...places) + parties.length }, (_each, place) => ({ place }));
}

/** The parameters after the operations of one step, which speak of those before; added ones have the place that they get. */
export function rearranged(slots: readonly Slot[], parties: readonly Party[]): Slot[] {
  const removed = new Set<number>();
  const added: { position: number; slot: Slot }[] = [];
  let order: readonly number[] = [];
  for (const party of parties) {
    const { kind, match } = party.operation;
    if (kind === "arg.reorder") order = argReorder.parse(match).order;
    if (isKey(party)) continue;
    if (kind === "arg.remove") removed.add(argRemove.parse(match).position);
    if (kind === "arg.add") added.push({ position: argAdd.parse(match).position, slot: { added: party } });
  }
  const result = slots.map((slot, i) => slots[order[i] ?? i] ?? slot).filter((_slot, i) => !removed.has(i));
  for (const { position, slot } of added.sort((a, b) => a.position - b.position)) result.splice(position, 0, slot);
  return result;
}

/** True for what speaks of a key of an argument, and so leaves the list as it is. */
export function isKey({ operation }: Party): boolean {
  return String(operation.match["name"] ?? "").includes(".");
}

/** True where a step's own operations do not say for sure what the list of parameters becomes. */
export function isOpaque(parties: readonly Party[]): boolean {
  const kinds = parties.filter((party) => !isKey(party)).map(({ operation }) => operation.kind);
  const reorders = kinds.filter((kind) => kind === "arg.reorder").length;
  return (
    kinds.includes("change.signature") ||
    reorders > 1 ||
    (reorders > 0 && (kinds.includes("arg.add") || kinds.includes("arg.remove")))
  );
}
