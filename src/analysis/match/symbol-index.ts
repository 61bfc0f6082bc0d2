import type { ApiSurface } from "../../domain/matching.js";
import { isCallable, type PublicSymbol } from "../../domain/symbol.js";
import { locate, type Located } from "../../languages/typescript/ancestors.js";
import type { TypeScriptCore } from "../../languages/typescript/core.js";
import { nameTokens, wordsOf } from "../../domain/names.js";
import { sketchOf } from "./similarity.js";

/** `module:Container.name`. */
export function keyOf(symbol: Pick<PublicSymbol, "module" | "container" | "name">): string {
  return `${symbol.module}:${dotted(symbol)}`;
}

/** `Container.name` or `name`. */
export function dotted(symbol: Pick<PublicSymbol, "container" | "name">): string {
  return symbol.container === "" ? symbol.name : `${symbol.container}.${symbol.name}`;
}

/** Where the same declaration lies. */
export function identityOf(symbol: PublicSymbol): string {
  return `${symbol.path}#${symbol.declaration.id}`;
}

/** Look-ups into one version's surface. */
export class SymbolIndex {
  /** By every public name, also those that are not the most direct one. */
  readonly byKey = new Map<string, PublicSymbol>();
  readonly byName = new Map<string, PublicSymbol[]>();
  readonly members = new Map<string, PublicSymbol[]>();
  readonly #byAlias = new Map<string, PublicSymbol[]>();
  #byTrait: ReadonlyMap<string, readonly PublicSymbol[]> | undefined;
  readonly #byWords = new Map<string, PublicSymbol[]>();
  readonly #byBody = new Map<string, PublicSymbol[]>();
  /** Words of a member's name → the containers that have such a member. */
  readonly #byMember = new Map<string, PublicSymbol[]>();
  readonly #memberNames = new Map<PublicSymbol, readonly string[]>();

  /** Without `core`, `const a = b` and `type A = B` are not followed to what they stand for. */
  constructor(
    readonly surface: ApiSurface,
    private readonly core?: TypeScriptCore,
  ) {
    for (const symbol of surface.symbols) {
      for (const also of symbol.alsoAs) if (!this.byKey.has(also)) this.byKey.set(also, symbol);
      push(this.byName, symbol.name, symbol);
      push(this.#byWords, wordsOf(symbol.name), symbol);
      if (symbol.declaration.body !== undefined) push(this.#byBody, symbol.declaration.body, symbol);
      const { aliasOf } = symbol.declaration;
      if (aliasOf !== undefined) push(this.#byAlias, aliasOf.slice(aliasOf.lastIndexOf(".") + 1), symbol);
      if (symbol.role !== "export") push(this.members, `${symbol.module}:${symbol.container}`, symbol);
    }
    for (const symbol of surface.symbols) this.byKey.set(keyOf(symbol), symbol);
    for (const symbol of surface.symbols) {
      for (const name of new Set(this.memberNames(symbol).map(wordsOf))) push(this.#byMember, name, symbol);
    }
  }

  /**
   * Whether a name is still there but comes from where the sources do not reach: `certain` where it is exported by name, `possible` where
   * everything of an unseen place is passed on.
   */
  hidden(symbol: Pick<PublicSymbol, "module" | "container" | "name">): "certain" | "possible" | undefined {
    const { unseen } = this.surface;
    const parts = dotted(symbol).split(".");
    const prefixes = parts.map((_part, i) =>
      parts
        .slice(0, i)
        .map((part) => `${part}.`)
        .join(""),
    );
    if (parts.some((part, i) => unseen.has(`${symbol.module}:${prefixes[i]}${part}`))) return "certain";
    return prefixes.some((prefix) => unseen.has(`${symbol.module}:${prefix}*`)) ? "possible" : undefined;
  }

  /** Symbols of the same file that are declared as another name of this one. */
  aliasesOf(symbol: PublicSymbol): PublicSymbol[] {
    return (this.#byAlias.get(symbol.name) ?? []).filter((alias) => alias.path === symbol.path && alias !== symbol);
  }

  /** Whether two names stand for one declaration, directly or as `const a = b` and `type A = B`. */
  areSame(a: PublicSymbol, b: PublicSymbol): boolean {
    return this.#meaning(a) === this.#meaning(b);
  }

  /** Where the declaration lies that a name stands for once aliases are followed. */
  #meaning({ path, declaration }: PublicSymbol): string {
    let meant: Located | undefined = { path, declaration };
    for (let steps = 0; steps < MAX_ALIASES && meant.declaration.aliasOf !== undefined; steps++) {
      const next: Located | undefined =
        this.core === undefined ? undefined : locate(this.core, meant.path, meant.declaration.aliasOf);
      if (next === undefined) break;
      meant = next;
    }
    return `${meant.path}#${meant.declaration.id}`;
  }

  membersOf(container: PublicSymbol): readonly PublicSymbol[] {
    return this.members.get(keyOf(container)) ?? [];
  }

  /** Names of the members that dependents can write after a name; for a module that is exported as a namespace, its exports. */
  memberNames(symbol: PublicSymbol): readonly string[] {
    const known = this.#memberNames.get(symbol);
    if (known !== undefined) return known;
    const members = this.membersOf(symbol).map(({ name }) => name);
    const names =
      members.length > 0 ? members : symbol.declaration.members.map((id) => id.slice(id.lastIndexOf(".") + 1));
    const offered = names.filter((name) => name !== "constructor");
    this.#memberNames.set(symbol, offered);
    return offered;
  }

  /** Those of its members that are called. */
  methodNames(symbol: PublicSymbol): readonly string[] {
    if (!this.members.has(keyOf(symbol))) return [];
    return this.membersOf(symbol).flatMap(({ name, declaration }) => (isCallable(declaration.kind) ? [name] : []));
  }

  /** How many names consist of the same words. */
  namesakes(name: string): number {
    return this.#byWords.get(wordsOf(name))?.length ?? 0;
  }

  /** Symbols of any place that have the same words as their name, the same body, or several members with the same words. */
  similarAnywhere(symbol: PublicSymbol, members: readonly string[]): PublicSymbol[] {
    const found = new Set(few(this.#byWords.get(wordsOf(symbol.name))));
    const { body } = symbol.declaration;
    if (body !== undefined && sketchOf(symbol.declaration).length >= TELLING_BODY) {
      for (const candidate of few(this.#byBody.get(body))) found.add(candidate);
    }
    for (const candidate of this.#sharingMembers(members)) found.add(candidate);
    return [...found];
  }

  #sharingMembers(members: readonly string[]): PublicSymbol[] {
    const names = new Set(members.map(wordsOf));
    if (names.size < 2) return [];
    const shared = new Map<PublicSymbol, number>();
    for (const name of names) {
      const owners = this.#byMember.get(name) ?? [];
      if (owners.length > COMMON_TRAIT) continue;
      for (const owner of owners) shared.set(owner, (shared.get(owner) ?? 0) + 1);
    }
    return [...shared].filter(([, count]) => count >= names.size * SHARED_MEMBERS).map(([owner]) => owner);
  }

  /**
   * Exports that share a word of the name, the signature, the body or part of the shape, rare traits counting for more: the only ones
   * worth scoring. `members` are the names of the symbol's own.
   */
  similarExports(symbol: PublicSymbol, members: readonly string[]): PublicSymbol[] {
    const byTrait = (this.#byTrait ??= this.#exportsByTrait());
    const found = new Map<PublicSymbol, number>();
    for (const trait of traits(symbol, members)) {
      const sharing = byTrait.get(trait) ?? [];
      if (sharing.length > COMMON_TRAIT) continue;
      for (const candidate of sharing) found.set(candidate, (found.get(candidate) ?? 0) + 1 / sharing.length);
    }
    if (found.size <= MAX_CANDIDATES) return [...found.keys()];
    return [...found]
      .sort(([, a], [, b]) => b - a)
      .slice(0, MAX_CANDIDATES)
      .map(([candidate]) => candidate);
  }

  #exportsByTrait(): Map<string, PublicSymbol[]> {
    const exports = new Map<string, PublicSymbol[]>();
    for (const symbol of this.surface.symbols) {
      if (symbol.role !== "export") continue;
      for (const trait of traits(symbol, this.memberNames(symbol))) push(exports, trait, symbol);
    }
    return exports;
  }

  /**
   * The public symbol that prose means by a name, seen from `near`: a sibling first, then `Container.name` anywhere, then an export.
   */
  mentioned(name: string, near: PublicSymbol): PublicSymbol | undefined {
    const at = name.lastIndexOf(".");
    const last = name.slice(at + 1);
    const candidates = (this.byName.get(last) ?? []).filter((candidate) => candidate.name !== "constructor");
    if (at === -1) {
      const sibling = candidates.find(
        (candidate) => candidate.container === near.container && candidate.module === near.module,
      );
      return sibling ?? candidates.find((candidate) => candidate.role === "export");
    }
    const container = name.slice(0, at).toLowerCase();
    const direct = candidates.find((candidate) => {
      const own = candidate.container.toLowerCase();
      return own === container || own.endsWith(`.${container}`) || container.endsWith(`.${own}`);
    });
    return direct ?? this.#reached(name.split("."));
  }

  /** What an expression `value.part.name` leads to, by the types of its parts. */
  #reached([head = "", ...rest]: readonly string[]): PublicSymbol | undefined {
    let found: readonly PublicSymbol[] =
      this.#byWords.get(wordsOf(head))?.filter(({ role }) => role === "export") ?? [];
    for (const part of rest) {
      const owners = found.flatMap((symbol) => [symbol, ...this.#typeOf(symbol)]);
      found = owners.flatMap((owner) => this.membersOf(owner).filter(({ name }) => name === part));
    }
    return found.find(({ declaration }) => declaration.deprecated === false) ?? found[0];
  }

  /** The public types that a value's type names first. */
  #typeOf({ declaration }: PublicSymbol): readonly PublicSymbol[] {
    const name = /^[\w$]+/.exec(declaration.type ?? "")?.[0];
    return name === undefined ? [] : (this.byName.get(name) ?? []).filter(({ role }) => role === "export");
  }
}

/** Aliases of aliases are followed so far. */
const MAX_ALIASES = 8;
/** A name or body that more symbols share says nothing about any of them. */
const FEW = 12;
/** Bodies of fewer shingles are equal by chance. */
const TELLING_BODY = 10;
/** Share of its members that a container must find again in another one to be compared with it. */
const SHARED_MEMBERS = 0.25;

function few(symbols: readonly PublicSymbol[] | undefined): readonly PublicSymbol[] {
  return symbols === undefined || symbols.length > FEW ? [] : symbols;
}

/** A trait that more symbols share than this tells nothing apart. */
const COMMON_TRAIT = 250;
/** So many of the likeliest are scored. */
const MAX_CANDIDATES = 60;
/** So many of the smallest shape hashes are compared: with k of 64, two similar shapes nearly always share one. */
const SHAPE_PROBES = 6;
const MEMBER_PROBES = 40;

function traits(symbol: PublicSymbol, members: readonly string[]): string[] {
  const { declaration } = symbol;
  return [
    ...nameTokens(symbol.name)
      .filter((token) => token.length > 2)
      .map((token) => `name ${token}`),
    ...(declaration.sig === "" ? [] : [`sig ${declaration.sig}`]),
    ...(declaration.body === undefined ? [] : [`body ${declaration.body}`]),
    ...declaration.shape.sketch.slice(0, SHAPE_PROBES).map((hash) => `shape ${hash}`),
    ...members.slice(0, MEMBER_PROBES).map((name) => `member ${wordsOf(name)}`),
  ];
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
