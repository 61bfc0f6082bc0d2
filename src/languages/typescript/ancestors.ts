import type { Declaration } from "../../domain/symbol.js";
import type { TypeScriptCore } from "./core.js";

/** A declaration and the file it is in. */
export interface Located {
  readonly path: string;
  readonly declaration: Declaration;
}

/** Types that change what they are given: a member of `Omit<A, K>` is not always one of `A`. */
const UTILITY = new Set(["Omit", "Pick", "Partial", "Required", "Readonly", "Exclude", "Extract", "NonNullable"]);
const MAX_ANCESTORS = 40;

/** Names of the members that a container has by itself and by what it extends, implements, intersects or stands for. */
export function reachableMembers(core: TypeScriptCore, container: Located): Set<string> {
  const names = new Set<string>();
  for (const { path, declaration } of [container, ...ancestors(core, container, mentionedNames)]) {
    for (const id of declaration.members)
      names.add(core.linker.declaration(path, id)?.name ?? id.slice(id.lastIndexOf(".") + 1));
  }
  return names;
}

/** What a container takes its members from under their names, nearest first, as far as it is among the sources. */
export function plainAncestors(core: TypeScriptCore, container: Located): Located[] {
  return ancestors(core, container, heritageNames);
}

function ancestors(
  core: TypeScriptCore,
  container: Located,
  namesOf: (declaration: Declaration) => readonly string[],
): Located[] {
  const found = [container];
  const seen = new Set([identity(container)]);
  for (let i = 0; i < found.length && i < MAX_ANCESTORS; i++) {
    const current = found[i];
    if (current === undefined) break;
    for (const name of [...namesOf(current.declaration), ...passedOn(core, current)]) {
      const ancestor = locate(core, current.path, name, current.declaration.id);
      if (ancestor === undefined || seen.has(identity(ancestor))) continue;
      seen.add(identity(ancestor));
      found.push(ancestor);
    }
  }
  return found.slice(1);
}

/** Subjects of generic types that pass on all of their first parameter's members: `type With<T, K> = T & …`. */
function passedOn(core: TypeScriptCore, { path, declaration }: Located): string[] {
  return (declaration.wrapped ?? []).flatMap(({ wrapper, subject }) => {
    const alias = locate(core, path, wrapper, declaration.id);
    const first = /^\(?([A-Za-z_$][\w$]*)(?: &|$)/.exec(alias?.declaration.type ?? "")?.[1];
    const isParameter = alias !== undefined && first !== undefined && locate(core, alias.path, first) === undefined;
    return isParameter ? [subject] : [];
  });
}

/** The declaration that a name written in a file means, `within` the declaration of that id. */
export function locate(core: TypeScriptCore, path: string, name: string, within = ""): Located | undefined {
  const target = core.linker.lookup(path, name, within);
  if (target?.kind !== "declaration") return undefined;
  const declaration = core.linker.declaration(target.path, target.id);
  return declaration === undefined ? undefined : { path: target.path, declaration };
}

function heritageNames({ heritage, aliasOf, kind, derivedFrom = [] }: Declaration): string[] {
  const alias = aliasOf === undefined || kind !== "type" ? [] : [aliasOf];
  return [...new Set([...heritage, ...alias, ...derivedFrom])].filter((name) => !UTILITY.has(name));
}

/** The same and every type that a computed one mentions: members may come from there. */
function mentionedNames(declaration: Declaration): string[] {
  const { heritage, aliasOf, kind, typeRefs, type } = declaration;
  const throughType = kind === "type" || kind === "constant" || heritage.some((name) => UTILITY.has(name));
  const mentioned = throughType && (type === undefined || type.length < 400 || kind === "type") ? typeRefs : [];
  return [...new Set([...heritage, ...(aliasOf === undefined ? [] : [aliasOf]), ...mentioned])].filter(
    (name) => !UTILITY.has(name),
  );
}

function identity({ path, declaration }: Located): string {
  return `${path}#${declaration.id}`;
}
