import type { Operation } from "../../domain/operation.js";
import type { NameChange } from "../compose/name-changes.js";
import type { NameMap } from "../compose/name-map.js";
import { isParameter, isSame, keyOf, type Name } from "../compose/name.js";
import type { Said } from "../compose/party.js";
import { last, renameMatch } from "../compose/rename-match.js";
import type { Inverted } from "./inverted.js";

/** The inverse of each operation that says what became of a name, by its id. Parameters are those of calls. */
export function invertNames(map: NameMap): Map<string, Inverted> {
  return new Map(
    map.parties.flatMap((party) => {
      const changes = map.changes.filter(({ by, subject }) => by === party && !isParameter(subject));
      return changes.length === 0 ? [] : [[party.operation.id, invert(party.operation, changes, map)] as const];
    }),
  );
}

function invert(operation: Operation, changes: readonly NameChange[], map: NameMap): Inverted {
  const ways = changes.flatMap((change) => {
    const result = map.resultOf(change);
    return result === undefined ? [] : [{ subject: change.subject, result, sources: map.sources(result) }];
  });
  if (ways.length === 0) return { lost: `${changes.map(({ subject }) => last(subject)).join(", ")} is gone` };
  const back = ways.filter(({ result, sources }) => !sources.some((each) => stayed(each, result, map)));
  const said = joined(back.map(({ subject, result }) => wayBack(operation, subject, result, map)));
  if (said === undefined) return {};
  const rivals = back.find(({ sources }) => new Set(sources.map(keyOf)).size > 1);
  return rivals === undefined ? { said } : { said, lost: `it was ${rivals.sources.map(last).join(" or ")} before` };
}

/** True where no operation leads the one name to the other: the old version had that one, too. */
function stayed(source: Name, result: Name, map: NameMap): boolean {
  return !map.changesOf(source).some((change) => isSame(map.resultOf(change), result));
}

function wayBack(operation: Operation, subject: Name, result: Name, map: NameMap): Said {
  const { from, to } = operation.match;
  return renameMatch({
    from: result,
    to: subject,
    own: [{ ...operation, match: { ...operation.match, from: to, to: from } }],
    become: (holder) => map.sources(holder)[0] ?? holder,
  });
}

/** What one operation says of several exports that take the same way, as one. */
function joined([first, ...others]: readonly Said[]): Said | undefined {
  if (first === undefined || others.length === 0) return first;
  const symbols = [first, ...others].flatMap(({ match }) => (Array.isArray(match["symbols"]) ? match["symbols"] : []));
  return { ...first, match: { ...first.match, symbols } };
}
