import type { PublicSymbol } from "../../domain/symbol.js";
import { plainAncestors } from "../../languages/typescript/ancestors.js";
import type { CoreVersion } from "../open-core.js";
import { dotted, identityOf, keyOf, type SymbolIndex } from "./symbol-index.js";

/** A member that more containers inherit is spoken of once, where it is declared. */
const MAX_HEIRS = 16;

/** A container that has a member by inheritance. */
export interface Heir {
  readonly container: PublicSymbol;
  /** The member under the heir's name. */
  readonly member: PublicSymbol;
}

/** Finds the public containers that dependents may name instead of the one that declares a member. */
export function heirsOf({ core }: CoreVersion, before: SymbolIndex): (member: PublicSymbol) => Heir[] {
  const byIdentity = new Map(before.surface.symbols.map((symbol) => [identityOf(symbol), symbol]));
  const byAncestor = new Map<string, PublicSymbol[]>();
  for (const symbol of before.surface.symbols) {
    for (const { path, declaration } of plainAncestors(core, symbol)) {
      const ancestor = byIdentity.get(`${path}#${declaration.id}`);
      if (ancestor === undefined || ancestor === symbol) continue;
      const heirs = byAncestor.get(keyOf(ancestor));
      if (heirs === undefined) byAncestor.set(keyOf(ancestor), [symbol]);
      else heirs.push(symbol);
    }
  }
  return (member) => {
    const heirs = byAncestor.get(`${member.module}:${member.container}`) ?? [];
    if (heirs.length > MAX_HEIRS) return [];
    return heirs.flatMap((container) => {
      const overridden = before.byKey.has(`${keyOf(container)}.${member.name}`);
      const omitted = container.declaration.omits?.includes(member.name) === true;
      if (overridden || omitted) return [];
      return [{ container, member: { ...member, module: container.module, container: dotted(container) } }];
    });
  };
}
