import type { Declaration, SymbolKind } from "../../domain/symbol.js";
import type { ExportFact, FileFacts } from "../file-facts.js";

/** What an exported name stands for once every re-export is followed. */
export type Target =
  | { readonly kind: "declaration"; readonly path: string; readonly id: string; readonly typeOnly: boolean }
  | { readonly kind: "module"; readonly path: string; readonly ambient?: string; readonly typeOnly: boolean };

export interface LinkerHost {
  facts(path: string): FileFacts | undefined;
  /** Path of the file that `specifier` means in `path`, or undefined where it is not among the sources. */
  resolve(path: string, specifier: string): string | undefined;
}

interface Scope {
  readonly exports: readonly ExportFact[];
  readonly imports: FileFacts["imports"];
}

/** Follows imports and re-exports through files to declarations (ECMA-262 §16.2.1.7, ResolveExport; explicit names win over stars). */
export class Linker {
  readonly #exports = new Map<string, Map<string, Target>>();
  /** Modules whose exports are being collected, outermost first, and the outermost of them that was met again. */
  readonly #underWay: string[] = [];
  #lowestReached = Infinity;
  readonly #unseen = new Map<string, Set<string>>();
  readonly #declarations = new Map<string, Map<string, Declaration>>();
  /** Specifiers outside of the sources on the way to an export, with the file that names them. */
  readonly unresolved = new Map<string, string>();

  constructor(private readonly host: LinkerHost) {}

  declaration(path: string, id: string): Declaration | undefined {
    let byId = this.#declarations.get(path);
    if (byId === undefined) {
      byId = new Map(this.host.facts(path)?.declarations.map((declaration) => [declaration.id, declaration]));
      this.#declarations.set(path, byId);
    }
    return byId.get(id);
  }

  /** Names exported by a file, or by a module that the file declares (`ambient`). */
  exportsOf(path: string, ambient?: string): Map<string, Target> {
    const key = `${path}\n${ambient ?? ""}`;
    const known = this.#exports.get(key);
    if (known !== undefined) {
      const at = this.#underWay.indexOf(key);
      if (at !== -1) this.#lowestReached = Math.min(this.#lowestReached, at);
      return known;
    }
    const names = new Map<string, Target>();
    const unseen = new Set<string>();
    this.#exports.set(key, names); // a cycle sees what is known so far
    this.#unseen.set(key, unseen);
    const depth = this.#underWay.length;
    const reachedBefore = this.#lowestReached;
    this.#lowestReached = Infinity;
    this.#underWay.push(key);
    const scope = this.#scope(path, ambient);
    if (scope !== undefined) this.#collect(path, scope, names, unseen);
    this.#underWay.pop();
    // Inside a cycle that is entered further up, the result may lack what is still being collected there.
    if (this.#lowestReached < depth) {
      this.#exports.delete(key);
      this.#unseen.delete(key);
    }
    this.#lowestReached = Math.min(reachedBefore, this.#lowestReached);
    return names;
  }

  /** Names that a module exports from where the sources do not reach; `*` where it passes on all of such a place. */
  unseenOf(path: string, ambient?: string): ReadonlySet<string> {
    this.exportsOf(path, ambient);
    return this.#unseen.get(`${path}\n${ambient ?? ""}`) ?? new Set();
  }

  /** Exports listed inside a namespace: `namespace ns { export { a as b } }`. */
  namespaceExports(path: string, id: string): Map<string, Target> {
    const names = new Map<string, Target>();
    const facts = this.host.facts(path);
    const listed = facts?.namespaceExports.get(id);
    if (facts !== undefined && listed !== undefined)
      this.#collect(path, { exports: listed, imports: facts.imports }, names, new Set(), `${id}.`);
    return names;
  }

  /**
   * What a dotted name refers to: a declaration of the file, an import, or a member of either. `within` is the id of the declaration that
   * mentions it: the namespaces and the ambient module around that are looked through first.
   */
  lookup(path: string, name: string, within = ""): Target | undefined {
    const facts = this.host.facts(path);
    if (facts === undefined) return undefined;
    const [head = "", ...rest] = name.split(".");
    const scope = this.#scope(path, facts.ambientModules.find((module) => within.startsWith(`${module.name}:`))?.name);
    for (const prefix of prefixesOf(within)) {
      const target = this.#local(path, scope ?? facts, prefix + head, false);
      if (target === undefined || (prefix !== "" && this.#isMember(target))) continue;
      return rest.reduce<Target | undefined>(
        (found, part) => (found === undefined ? undefined : this.member(found, part)),
        target,
      );
    }
    return undefined;
  }

  /** A class's members are in no scope: what is written inside does not mean them. */
  #isMember(target: Target): boolean {
    const found = target.kind === "declaration" ? this.declaration(target.path, target.id) : undefined;
    return found !== undefined && MEMBER_KINDS.has(found.kind);
  }

  /** The member of a module or container by name. */
  member(target: Target, name: string): Target | undefined {
    if (target.kind === "module") return this.exportsOf(target.path, target.ambient).get(name);
    const id = `${target.id}.${name}`;
    if (this.declaration(target.path, id) !== undefined) return { ...target, id };
    return this.namespaceExports(target.path, target.id).get(name);
  }

  #scope(path: string, ambient: string | undefined): Scope | undefined {
    const facts = this.host.facts(path);
    if (facts === undefined || ambient === undefined) return facts;
    const blocks = facts.ambientModules.filter((candidate) => candidate.name === ambient); // a module may be declared in parts
    return {
      exports: blocks.flatMap((block) => block.exports),
      imports: [...blocks.flatMap((block) => block.imports), ...facts.imports],
    };
  }

  #collect(path: string, scope: Scope, names: Map<string, Target>, unseen: Set<string>, prefix = ""): void {
    const stars: { specifier: string; typeOnly: boolean }[] = [];
    for (const fact of scope.exports) {
      if (fact.kind === "star") stars.push(fact);
      else if (fact.kind === "equals") this.#equals(path, scope, fact.local, names, unseen);
      else {
        const target = this.#follow(path, scope, fact, prefix);
        if (target === undefined) unseen.add(fact.name);
        else names.set(fact.name, target);
      }
    }
    for (const { specifier, typeOnly } of stars) {
      const module = this.#module(path, specifier);
      if (module === undefined) {
        unseen.add("*");
        continue;
      }
      for (const name of this.unseenOf(module.path, module.ambient)) if (!names.has(name)) unseen.add(name);
      for (const [name, target] of this.exportsOf(module.path, module.ambient)) {
        if (name !== "default" && !names.has(name)) names.set(name, typeOnly ? { ...target, typeOnly } : target);
      }
    }
  }

  #follow(path: string, scope: Scope, fact: Extract<ExportFact, { name: string }>, prefix: string): Target | undefined {
    if (fact.kind === "local") {
      const target = this.#local(path, scope, fact.local, fact.typeOnly, prefix);
      return target;
    }
    const module = this.#module(path, fact.specifier);
    if (module === undefined) return undefined;
    if (fact.kind === "namespace") return { kind: "module", ...module, typeOnly: fact.typeOnly };
    const target = this.exportsOf(module.path, module.ambient).get(fact.imported);
    return target === undefined || !fact.typeOnly ? target : { ...target, typeOnly: true };
  }

  #local(path: string, scope: Scope, local: string, typeOnly: boolean, prefix = ""): Target | undefined {
    if (this.declaration(path, local) !== undefined) return { kind: "declaration", path, id: local, typeOnly };
    const bare = local.startsWith(prefix) ? local.slice(prefix.length) : local;
    if (this.declaration(path, bare) !== undefined) return { kind: "declaration", path, id: bare, typeOnly };
    const name = bare.slice(bare.lastIndexOf(":") + 1);
    const fact = scope.imports.find((candidate) => candidate.local === name);
    if (fact === undefined) return undefined;
    const module = this.#module(path, fact.specifier);
    if (module === undefined) return undefined;
    if (fact.imported === "*") return this.#wholeModule(module, typeOnly);
    const target = this.exportsOf(module.path, module.ambient).get(fact.imported);
    return target === undefined || !typeOnly ? target : { ...target, typeOnly };
  }

  /** `import x = require("y")` of a module that is one value (`export =`) means the value. */
  #wholeModule(module: { path: string; ambient?: string }, typeOnly: boolean): Target {
    const facts = this.#scope(module.path, module.ambient);
    const equals = facts?.exports.find((fact) => fact.kind === "equals");
    const value = equals === undefined ? undefined : this.exportsOf(module.path, module.ambient).get("default");
    return value ?? { kind: "module", ...module, typeOnly };
  }

  #equals(path: string, scope: Scope, local: string, names: Map<string, Target>, unseen: Set<string>): void {
    const target = this.#local(path, scope, local, false);
    if (target === undefined) {
      unseen.add("*");
      return;
    }
    names.set("default", target);
    if (target.kind === "module") {
      for (const [name, inner] of this.exportsOf(target.path, target.ambient)) names.set(name, inner);
      return;
    }
    const value = this.declaration(target.path, target.id);
    for (const id of value?.members ?? []) {
      const member = this.declaration(target.path, id);
      if (member !== undefined && !isOfInstances(member, value)) names.set(member.name, { ...target, id });
    }
  }

  #module(path: string, specifier: string): { path: string; ambient?: string } | undefined {
    if (this.host.facts(path)?.ambientModules.some((module) => module.name === specifier) === true) {
      return { path, ambient: specifier };
    }
    const found = this.host.resolve(path, specifier);
    if (found !== undefined) {
      const declares = this.host.facts(found)?.ambientModules.some((module) => module.name === specifier);
      return declares === true ? { path: found, ambient: specifier } : { path: found };
    }
    if (!specifier.startsWith(".")) this.unresolved.set(specifier, path);
    return undefined;
  }
}

/** `module:A.B.c` → `module:A.B.`, `module:A.`, `module:` and none. */
function prefixesOf(id: string): string[] {
  const ends = [...id.matchAll(/[.:]/g)].map(({ index }) => index + 1).reverse();
  return [...ends.map((end) => id.slice(0, end)), ""];
}

const MEMBER_KINDS: ReadonlySet<SymbolKind> = new Set(["method", "property", "accessor", "constructor"]);

/** What only instances have is no member of the class itself; what a namespace of the same name declares is. */
function isOfInstances(member: Declaration, owner: Declaration | undefined): boolean {
  const hasInstances = owner?.kind === "class" || owner?.kind === "interface" || owner?.kind === "type";
  return hasInstances && !member.static && MEMBER_KINDS.has(member.kind);
}
