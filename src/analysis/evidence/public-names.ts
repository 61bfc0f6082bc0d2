import type { Declaration, PublicSymbol } from "../../domain/symbol.js";
import { dotted } from "../match/symbol-index.js";
import type { CoreVersion } from "../open-core.js";

/** The bare names that evidence is sought for. */
export interface PublicNames {
  /** Public in `from`, and gone, newly deprecated or redeclared in `to` at one place at least. */
  readonly vanished: ReadonlySet<string>;
  /** Public and not deprecated in `to`. */
  readonly offered: ReadonlySet<string>;
  /** Last names of the containers of `from`. */
  readonly containers: ReadonlySet<string>;
}

export function publicNames(from: CoreVersion, to: CoreVersion): PublicNames {
  const now = new Map(to.surface.symbols.map((symbol) => [dotted(symbol), symbol]));
  const old = from.surface.symbols.filter(({ name }) => name !== "constructor" && name !== "default");
  return {
    vanished: new Set(old.filter((symbol) => isGone(symbol, now.get(dotted(symbol)))).map(({ name }) => name)),
    offered: new Set(
      to.surface.symbols
        .filter(({ name, declaration }) => name !== "constructor" && declaration.deprecated === false)
        .map(({ name }) => name),
    ),
    containers: new Set(old.filter(({ container }) => container !== "").map(({ container }) => lastName(container))),
  };
}

/** What follows the last dot. */
export function lastName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function isGone(before: PublicSymbol, after: PublicSymbol | undefined): boolean {
  if (after === undefined) return true;
  const newlyDeprecated = before.declaration.deprecated === false && after.declaration.deprecated !== false;
  return newlyDeprecated || isRedeclared(before.declaration, after.declaration);
}

/** The name may now mean something else. */
function isRedeclared(a: Declaration, b: Declaration): boolean {
  return a.sig !== b.sig && (a.body === undefined || a.body !== b.body);
}
