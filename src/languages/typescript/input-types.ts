import type { PublicSymbol } from "../../domain/symbol.js";

const CONFIG_NAME = /(?:Options?|Opts|Config(?:uration)?|Settings?|Props|Params|Parameters|Init|Args|Input)$/;
const IDENTIFIER = /[A-Za-z_$][\w$]*/g;

/**
 * Containers (`module:Container`) whose members dependents write as keys of an object they pass in: types that stand in a parameter
 * position, those that they extend or mention, and inline literals; provided that they are named or shaped like options.
 */
export function inputTypes(symbols: readonly PublicSymbol[]): Set<string> {
  const byName = new Map<string, PublicSymbol[]>();
  for (const symbol of symbols) {
    const { kind } = symbol.declaration;
    if (kind === "interface" || kind === "type") byName.set(symbol.name, [...(byName.get(symbol.name) ?? []), symbol]);
  }
  const queue = symbols.flatMap((symbol) =>
    symbol.declaration.signatures.flatMap((signature) =>
      signature.parameters.flatMap((parameter) => namesIn(parameter.type)),
    ),
  );
  const reached = new Set<string>();
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const symbol of byName.get(name) ?? []) {
      queue.push(
        ...symbol.declaration.heritage.flatMap(namesIn),
        ...symbol.declaration.typeRefs,
        ...namesIn(symbol.declaration.type),
      );
    }
  }
  const members = new Map<string, PublicSymbol[]>();
  for (const symbol of symbols) {
    if (symbol.role !== "member") continue;
    const key = `${symbol.module}:${symbol.container}`;
    members.set(key, [...(members.get(key) ?? []), symbol]);
  }
  const inputs = new Set<string>();
  for (const [key, inside] of members) {
    const segments = key.slice(key.indexOf(":") + 1).split(".");
    const owner = segments.find((segment) => byName.has(segment)) ?? "";
    const optional = inside.filter((member) => member.declaration.optional).length;
    const looksLike = segments.some((segment) => CONFIG_NAME.test(segment));
    if (reached.has(owner) && (looksLike || optional * 2 > inside.length)) inputs.add(key);
  }
  return inputs;
}

function namesIn(text: string | undefined): string[] {
  return text?.match(IDENTIFIER) ?? [];
}
