import type { ApiDiff } from "../domain/matching.js";
import type { Method } from "../domain/operation.js";
import type { PublicSymbol } from "../domain/symbol.js";

export type ExportStyle = "default" | "named";

/** An export that is there in the other style only. */
export interface Restyle {
  readonly module: string;
  /** Of the named one. */
  readonly name: string;
  readonly from: ExportStyle;
  readonly to: ExportStyle;
  readonly confidence: number;
  readonly method: Method;
}

/** Default exports that became named ones of the same module, and the reverse. */
export function restylesOf({ from, to, moduleMoves }: ApiDiff): Restyle[] {
  const before = exportsByModule(from.symbols);
  const after = exportsByModule(to.symbols);
  return [...before].flatMap(([module, old]): Restyle[] => {
    const target = moduleMoves.find((move) => move.from === module && move.symbols === undefined)?.to ?? module;
    const now = after.get(target);
    if (now === undefined || to.unseen.has(`${target}:*`) || to.unseen.has(`${target}:default`)) return [];
    const oldDefault = old.get("default");
    const newDefault = now.get("default");
    if (oldDefault !== undefined && newDefault === undefined) {
      const [best] = likeliest([...now.values()], oldDefault);
      return best === undefined ? [] : [{ module, name: best.symbol.name, from: "default", to: "named", ...best.sure }];
    }
    if (oldDefault !== undefined || newDefault === undefined) return [];
    const [best] = likeliest(
      [...old.values()].filter(({ name }) => !now.has(name)),
      newDefault,
    );
    return best === undefined ? [] : [{ module, name: best.symbol.name, from: "named", to: "default", ...best.sure }];
  });
}

interface Sureness {
  readonly confidence: number;
  readonly method: Method;
}

/** The named exports that are what the default one is, the surest first. */
function likeliest(named: readonly PublicSymbol[], other: PublicSymbol): { symbol: PublicSymbol; sure: Sureness }[] {
  return named
    .flatMap((symbol) => {
      const sure = symbol.name === "default" ? undefined : sameThing(symbol, other);
      return sure === undefined ? [] : [{ symbol, sure }];
    })
    .sort((a, b) => b.sure.confidence - a.sure.confidence);
}

function sameThing({ name, declaration: a }: PublicSymbol, { declaration: b }: PublicSymbol): Sureness | undefined {
  if (a.kind !== b.kind) return undefined;
  if (a.body !== undefined && a.body === b.body) return { confidence: 0.96, method: "identical-body" };
  if (b.name === name) return { confidence: a.sig === b.sig ? 0.95 : 0.88, method: "similarity" };
  const nameless = a.name === "default" || b.name === "default";
  return nameless && a.sig === b.sig && a.sig !== "" ? { confidence: 0.65, method: "similarity" } : undefined;
}

function exportsByModule(symbols: readonly PublicSymbol[]): Map<string, Map<string, PublicSymbol>> {
  const modules = new Map<string, Map<string, PublicSymbol>>();
  for (const symbol of symbols) {
    if (symbol.role !== "export" || symbol.container !== "") continue;
    for (const key of [`${symbol.module}:${symbol.name}`, ...symbol.alsoAs]) {
      const at = key.indexOf(":");
      const name = key.slice(at + 1);
      if (name.includes(".")) continue;
      const names = modules.get(key.slice(0, at)) ?? new Map<string, PublicSymbol>();
      modules.set(key.slice(0, at), names.set(name, { ...symbol, name }));
    }
  }
  return modules;
}
