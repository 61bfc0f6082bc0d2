import type { ApiSurface } from "../../domain/matching.js";
import type { PublicSymbol } from "../../domain/symbol.js";
import { nameOnLine, typeArities } from "../../languages/typescript/type-arity.js";

/** The public names of a version, and what is written behind them in angle brackets. */
export class ApiNames {
  readonly #symbols: ReadonlyMap<string, PublicSymbol>;
  readonly #modules: readonly string[];
  readonly #arities = new Map<string, ReadonlyMap<string, number>>();

  constructor(
    { symbols, modules }: ApiSurface,
    private readonly textOf: (path: string) => string | undefined,
  ) {
    this.#symbols = new Map(symbols.map((symbol) => [key(symbol.module, symbol.container, symbol.name), symbol]));
    this.#modules = [...modules.keys()].sort((a, b) => b.length - a.length);
  }

  find(module: string, container: string, name: string): PublicSymbol | undefined {
    return this.#symbols.get(key(module, container, name));
  }

  /** Splits `module.[Container.]name` behind the longest module known. */
  split(qualified: string): { module: string; names: string[] } | undefined {
    const module = this.#modules.find((each) => qualified.startsWith(`${each}.`));
    return module === undefined ? undefined : { module, names: qualified.slice(module.length + 1).split(".") };
  }

  /** `<any, any>` for a type with two parameters, "" for one without. */
  typeArguments({ path, declaration }: PublicSymbol): string {
    let arities = this.#arities.get(path);
    if (arities === undefined) this.#arities.set(path, (arities = typeArities(path, this.textOf(path) ?? "")));
    const name = declaration.id.slice(Math.max(declaration.id.lastIndexOf("."), declaration.id.lastIndexOf(":")) + 1);
    const arity = arities.get(nameOnLine(name, declaration.line)) ?? 0;
    return arity === 0 ? "" : `<${Array.from({ length: arity }, () => "any").join(", ")}>`;
  }
}

function key(module: string, container: string, name: string): string {
  return `${module}:${container}:${name}`;
}
