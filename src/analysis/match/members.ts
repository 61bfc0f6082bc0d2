import type { Declaration, PublicSymbol } from "../../domain/symbol.js";
import type { TypeScriptCore } from "../../languages/typescript/core.js";
import type { Target } from "../../languages/typescript/linker.js";

const UTILITY = new Set(["Omit", "Pick", "Partial", "Required", "Readonly", "Exclude", "Extract", "NonNullable"]);
const MAX_ANCESTORS = 40;

/** Names of the members that a container has by itself and by what it extends, implements, intersects or stands for. */
export function reachableMembers(core: TypeScriptCore, container: PublicSymbol): Set<string> {
  const names = new Set<string>();
  for (const { path, declaration } of withAncestors(core, container)) {
    for (const id of declaration.members)
      names.add(core.linker.declaration(path, id)?.name ?? id.slice(id.lastIndexOf(".") + 1));
  }
  return names;
}

/** The container's declaration and those of its ancestors, nearest first, as far as they are among the sources. */
export function withAncestors(
  core: TypeScriptCore,
  container: PublicSymbol,
): { path: string; declaration: Declaration }[] {
  const found = [{ path: container.path, declaration: container.declaration }];
  const seen = new Set([`${container.path}#${container.declaration.id}`]);
  for (let i = 0; i < found.length && i < MAX_ANCESTORS; i++) {
    const current = found[i];
    if (current === undefined) break;
    for (const name of ancestorNames(current.declaration)) {
      const target = core.linker.lookup(current.path, name);
      const declaration = target === undefined ? undefined : declarationOf(core, target);
      if (target === undefined || declaration === undefined || seen.has(`${target.path}#${declaration.id}`)) continue;
      seen.add(`${target.path}#${declaration.id}`);
      found.push({ path: target.path, declaration });
    }
  }
  return found;
}

function ancestorNames(declaration: Declaration): string[] {
  const { heritage, aliasOf, kind, typeRefs, type } = declaration;
  const throughType = kind === "type" || kind === "constant" || heritage.some((name) => UTILITY.has(name));
  const mentioned = throughType && (type === undefined || type.length < 400 || kind === "type") ? typeRefs : [];
  return [...new Set([...heritage, ...(aliasOf === undefined ? [] : [aliasOf]), ...mentioned])].filter(
    (name) => !UTILITY.has(name),
  );
}

function declarationOf(core: TypeScriptCore, target: Target): Declaration | undefined {
  return target.kind === "declaration" ? core.linker.declaration(target.path, target.id) : undefined;
}
