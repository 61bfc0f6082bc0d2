import { isContainer, type PublicSymbol } from "../../domain/symbol.js";
import { replacementsIn } from "../match/notes.js";
import { dotted } from "../match/symbol-index.js";
import type { CoreVersion } from "../open-core.js";
import { mergePairs, type NamePair } from "./pair-table.js";
import { lastName } from "./public-names.js";

const FIRST = 0.9;
const LATER = 0.3;
/** A deprecated container's members are sought under their own names in its replacement. */
const INHERITED = 0.6;
const FORMER = 0.9;

const NAME = "[A-Za-z_$][\\w$]*(?:[.#][A-Za-z_$][\\w$]*)*";
const SAYS_DEPRECATED = /\bdeprecated\b[\s\S]*/i;
const SAYS_FORMER = new RegExp(
  `\\b(?:formerly|previously|renamed from|used to be|was called|replaces|replacement (?:for|of)|supersedes|successor (?:of|to))\\b[^.;\`{]{0,30}?(?:\`|\\{@link(?:code|plain)?\\s+)(${NAME})`,
  "gi",
);

/**
 * Pairs that doc comments assert: deprecation notes of either version (their tag, or prose that says "deprecated"), those of a container
 * for its members, and the old name that a new one's comment recalls.
 */
export function commentPairs(from: CoreVersion, to: CoreVersion): NamePair[] {
  const [old, now] = [namedSymbols(from), namedSymbols(to)];
  const pairs = [...old, ...now].flatMap((symbol) => {
    const successors = successorsOf(symbol);
    return [...successors, ...successors.slice(0, 1).flatMap((pair) => inherited(pair, symbol))];
  });
  return mergePairs([...pairs, ...now.flatMap(formerNames)]);
}

function namedSymbols({ surface }: CoreVersion): PublicSymbol[] {
  return surface.symbols.filter(({ name }) => name !== "default" && name !== "constructor");
}

function successorsOf(symbol: PublicSymbol): NamePair[] {
  const { deprecated, doc } = symbol.declaration;
  const note = deprecated === false ? (SAYS_DEPRECATED.exec(doc)?.[0] ?? "") : deprecated;
  return replacementsIn(note)
    .filter((name) => name !== symbol.name && name !== dotted(symbol))
    .map((name, i) => ({
      from: dotted(symbol),
      to: name,
      strength: i === 0 ? FIRST : LATER,
      places: [placeOf(symbol)],
    }));
}

function inherited({ to, places }: NamePair, container: PublicSymbol): NamePair[] {
  if (!isContainer(container.declaration.kind)) return [];
  return container.declaration.members.map((id) => {
    const name = lastName(id);
    return { from: `${dotted(container)}.${name}`, to: `${to}.${name}`, strength: INHERITED, places };
  });
}

function formerNames(symbol: PublicSymbol): NamePair[] {
  return [...symbol.declaration.doc.matchAll(SAYS_FORMER)].flatMap(([, name = ""]) => {
    const former = name.replaceAll("#", ".");
    return lastName(former) === symbol.name
      ? []
      : [{ from: former, to: dotted(symbol), strength: FORMER, places: [placeOf(symbol)] }];
  });
}

function placeOf({ path, declaration }: PublicSymbol): string {
  return `${path}:${declaration.line}`;
}
