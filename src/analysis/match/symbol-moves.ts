import type { MatchedPair, ModuleMove } from "../../domain/matching.js";

/** The same export under another specifier: a move, and no rename. */
export function onlyModuleDiffers({ from, to }: MatchedPair): boolean {
  return (
    from.role === "export" && from.name === to.name && from.container === to.container && from.module !== to.module
  );
}

/** Single names that moved to another module, one move for each pair of modules. */
export function symbolMoves(pairs: readonly MatchedPair[], modules: readonly ModuleMove[]): ModuleMove[] {
  const groups = new Map<string, MatchedPair[]>();
  for (const pair of pairs.filter(onlyModuleDiffers)) {
    if (modules.some((move) => move.from === pair.from.module && move.to === pair.to.module)) continue;
    const key = `${pair.from.module}\n${pair.to.module}`;
    groups.set(key, [...(groups.get(key) ?? []), pair]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const symbols = group.map((pair) => pair.from.name).sort();
    return [
      {
        from: first.from.module,
        to: first.to.module,
        symbols,
        confidence: Math.min(...group.map((pair) => pair.confidence)),
        method: first.method,
        evidence: { symbols: symbols.length },
      },
    ];
  });
}
