import { NO_SHAPE, type Declaration } from "../../domain/symbol.js";
import { locate, plainAncestors, type Located } from "./ancestors.js";
import type { TypeScriptCore } from "./core.js";
import { literalStrings } from "./literal-strings.js";

/** `typeof x`, also inside one wrapper: `Readonly<typeof x>`. */
const TYPE_OF = /^(?:[\w$.]+<)?typeof ([\w$.]+)>?$/;
/** `{ [K in Names]: … }` */
const MAPPED = /^\{ (?:readonly )?\[[\w$]+ in ([^\]]+)\]\??: .*(?:\}(?: [|&] .*)?|…)$/;
/** `Record<Names, …>`, also inside of what has the same keys. */
const RECORD = /^(?:(?:Readonly|Partial|Required)<)*Record<([^,<]+), .*(?:>(?: [|&] .*)?|…)$/;
const KEYS_OF_VALUE = /^keyof typeof ([\w$.]+)$/;
const NAME = /^[\w$.]+$/;
/** Names of names of a type are followed this far. */
const MAX_NAMES = 4;

/**
 * The members that dependents write after a container's name: its own, those of ancestors that have no public name, those of the value
 * whose type it has (`typeof x`), and the keys of a mapped type.
 */
export function publicMembers(
  core: TypeScriptCore,
  container: Located,
  isPublic: (located: Located) => boolean,
): Located[] {
  const own = ownMembers(core, container);
  const names = new Set([...own.map(({ declaration }) => declaration.name), ...(container.declaration.omits ?? [])]);
  const hidden = plainAncestors(core, container).filter((ancestor) => !isPublic(ancestor));
  const inherited = hidden.flatMap((ancestor) => ownMembers(core, ancestor));
  return [...own, ...[...inherited, ...valueMembers(core, container)].filter(isNew)];

  function isNew({ declaration: { name, kind } }: Located): boolean {
    if (names.has(name) || kind === "constructor") return false;
    names.add(name);
    return true;
  }
}

function ownMembers(core: TypeScriptCore, { path, declaration }: Located): Located[] {
  return declaration.members.flatMap((id) => {
    const member = core.linker.declaration(path, id);
    return member === undefined ? [] : [{ path, declaration: member }];
  });
}

function valueMembers(core: TypeScriptCore, value: Located): Located[] {
  const { kind, type } = value.declaration;
  if (type === undefined || (kind !== "property" && kind !== "constant")) return [];
  return typeMembers(core, type, value, value);
}

/** The members of a value whose type is written `at` a place, perhaps by the name that it has there. */
function typeMembers(core: TypeScriptCore, type: string, at: Located, value: Located, left = MAX_NAMES): Located[] {
  const other = TYPE_OF.exec(type)?.[1];
  if (other !== undefined) return enumeratedMembers(core, locate(core, at.path, other, at.declaration.id));
  const keys = (MAPPED.exec(type) ?? RECORD.exec(type))?.[1];
  if (keys !== undefined) return keyMembers(core, keys, at, value);
  const alias = aliasNamed(core, type, at);
  if (alias?.declaration.type === undefined || left === 0) return [];
  return typeMembers(core, alias.declaration.type, alias, value, left - 1);
}

function keyMembers(core: TypeScriptCore, keys: string, at: Located, value: Located, left = MAX_NAMES): Located[] {
  const other = KEYS_OF_VALUE.exec(keys)?.[1];
  if (other !== undefined) return enumeratedMembers(core, locate(core, at.path, other, at.declaration.id));
  const alias = aliasNamed(core, keys, at);
  const names = alias?.declaration.literals ?? literalStrings(keys);
  if (names !== undefined) {
    return names.map((name) => ({ path: value.path, declaration: keyDeclaration(name, value.declaration) }));
  }
  if (alias?.declaration.type === undefined || left === 0) return [];
  return keyMembers(core, alias.declaration.type, alias, value, left - 1);
}

/** The type of that name, unless it is another package's: of the many types that members have, few say more of them. */
function aliasNamed(core: TypeScriptCore, name: string, { path, declaration }: Located): Located | undefined {
  if (!NAME.test(name)) return undefined;
  const [head] = name.split(".");
  const source = core.facts(path)?.imports.find(({ local }) => local === head)?.specifier;
  if (source !== undefined && !source.startsWith(".")) return undefined;
  const found = locate(core, path, name, declaration.id);
  return found?.declaration.kind === "type" ? found : undefined;
}

/** A class's own members are those of its instances, so only enums and constant objects count. */
function enumeratedMembers(core: TypeScriptCore, value: Located | undefined): Located[] {
  if (value?.declaration.kind !== "enum" && value?.declaration.kind !== "constant") return [];
  return ownMembers(core, value);
}

function keyDeclaration(name: string, { id, line }: Declaration): Declaration {
  return {
    id: `${id}.${name}`,
    name,
    kind: "property",
    line,
    members: [],
    signatures: [],
    heritage: [],
    static: false,
    optional: false,
    visibility: "public",
    doc: "",
    deprecated: false,
    tags: [],
    sig: "",
    typeRefs: [],
    calls: [],
    shape: NO_SHAPE,
  };
}
