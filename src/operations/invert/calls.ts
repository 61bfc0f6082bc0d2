import { matchSchema as argAdd } from "../arg.add/schema.js";
import { matchSchema as argAddDefault } from "../arg.add_default/schema.js";
import { matchSchema as argRemove } from "../arg.remove/schema.js";
import { matchSchema as argRename } from "../arg.rename/schema.js";
import { matchSchema as argReorder } from "../arg.reorder/schema.js";
import { matchSchema as changeSignature } from "../change.signature/schema.js";
import { keyOf, type Name, parseQualified, qualified } from "../compose/name.js";
import type { NameMap } from "../compose/name-map.js";
import { isOpaque, parametersBefore, rearranged } from "../compose/parameter-list.js";
import type { Party } from "../compose/party.js";
import type { Inverted } from "./inverted.js";

/** The inverse of each operation on the parameters of a callable, by its id. */
export function invertCalls(map: NameMap): Map<string, Inverted> {
  const callables = new Map<string, { callable: Name; parties: Party[] }>();
  for (const party of map.parties) {
    const { callable: written } = party.operation.match;
    if (typeof written !== "string") continue;
    const callable = parseQualified(written, map.modules);
    const found = callables.get(keyOf(callable)) ?? { callable, parties: [] };
    found.parties.push(party);
    callables.set(keyOf(callable), found);
  }
  return new Map(
    [...callables.values()].flatMap(({ callable, parties }) => {
      const [arrival] = map.arrivals(callable);
      return parties.map((party): [string, Inverted] => [
        party.operation.id,
        arrival?.name === undefined
          ? { lost: `${qualified(callable)} is gone` }
          : invert(party, parties, qualified(arrival.name)),
      ]);
    }),
  );
}

/** `parties` are all that is said of the callable; `callable` is what it is called now. */
function invert({ operation: { kind, match } }: Party, parties: readonly Party[], callable: string): Inverted {
  const unsure = isOpaque(parties) ? { lost: "more than that has changed in its parameters" } : {};
  switch (kind) {
    case "arg.rename": {
      const { from, to } = argRename.parse(match);
      return { said: { kind, match: { ...match, callable, from: to, to: from } } };
    }
    case "arg.reorder": {
      const { order } = argReorder.parse(match);
      const back = order.map((_place, old) => order.indexOf(old));
      return { said: { kind, match: { callable, order: back } }, ...unsure };
    }
    case "arg.add": {
      const { name, position } = argAdd.parse(match);
      return { said: { kind: "arg.remove", match: { callable, name, position } }, ...unsure };
    }
    case "arg.remove": {
      const { name, position } = argRemove.parse(match);
      return { said: { kind: "arg.add", match: { callable, name, position } }, lost: `${name} was dropped` };
    }
    case "arg.add_default": {
      const written = argAddDefault.parse(match);
      const position = placeNow(written.position, parties);
      if (position === -1) return { lost: `${written.name} is gone` };
      return { said: { kind, match: { ...written, callable, position } }, lost: "it stands for something else now" };
    }
    case "change.signature": {
      const { from, to } = changeSignature.parse(match);
      return { said: { kind, match: { callable, from: to, to: from } }, lost: "no rule says what becomes of a call" };
    }
    default:
      return { lost: `${kind} has no inverse` };
  }
}

function placeNow(position: number, parties: readonly Party[]): number {
  const slots = rearranged(parametersBefore(parties), parties);
  return slots.findIndex((slot) => "place" in slot && slot.place === position);
}
