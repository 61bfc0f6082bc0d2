import type { Declaration } from "../../domain/symbol.js";
import { locate, plainAncestors, type Located } from "./ancestors.js";
import type { TypeScriptCore } from "./core.js";

/** `typeof x`, also inside one wrapper: `Readonly<typeof x>`. */
const TYPE_OF = /^(?:[\w$.]+<)?typeof ([\w$.]+)>?$/;
/** `{ [K in Names]: … }` */
const MAPPED = /^\{ (?:readonly )?\[[\w$]+ in (keyof typeof )?([\w$.]+)\]\??: /;

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

function valueMembers(core: TypeScriptCore, { path, declaration }: Located): Located[] {
  const { kind, type } = declaration;
  if (type === undefined || (kind !== "property" && kind !== "constant")) return [];
  const value = TYPE_OF.exec(type)?.[1];
  if (value !== undefined) return enumeratedMembers(core, locate(core, path, value, declaration.id));
  const [, ofValue, names] = MAPPED.exec(type) ?? [];
  const mapped = names === undefined ? undefined : locate(core, path, names, declaration.id);
  if (mapped === undefined) return [];
  if (ofValue !== undefined) return enumeratedMembers(core, mapped);
  return (mapped.declaration.literals ?? []).map((name) => ({
    path: mapped.path,
    declaration: keyDeclaration(name, declaration),
  }));
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
    shape: [],
  };
}
