import type { CoreSources } from "../../../domain/core-sources.js";
import { CoreMount } from "../mount/core-mount.js";

/** An export of a module, by an import specifier or by a mounted file's path. */
export interface Export {
  readonly module: string;
  readonly name: string;
}

const CLAUSE = /\bexport\s*(?:type\s*)?\{([^}]*)\}\s*from\s*(["'])(.+?)\2/g;
const NAMES = /([\w$]+)(?:\s+as\s+([\w$]+))?/g;
const STAR = /\bexport\s*(?:type\s*)?\*\s*from\s*(["'])(.+?)\1/g;

/**
 * Tells under which other names, or from which other modules, the modules of a core hand on an export: `export { default as X } from`.
 * What they import first and export then is not followed.
 */
export function handedOn(core: CoreSources): (from: Export) => Export[] {
  const mount = new CoreMount(core);
  const takers = takersIn(core, mount);
  const specifiers = new Map<string, string[]>();
  for (const specifier of mount.specifiers()) {
    const file = mount.resolve(specifier, "");
    if (file !== undefined) specifiers.set(file, [...(specifiers.get(file) ?? []), specifier]);
  }
  return (from) => {
    const found = new Map<string, Export>();
    const waiting = [{ module: mount.resolve(from.module, "") ?? "", name: from.name }];
    for (const { module, name } of waiting) {
      for (const { by, taken, as } of takers.get(module) ?? []) {
        if (taken === undefined ? name === "default" : taken !== name) continue;
        const next = { module: by, name: as ?? name };
        if (found.has(`${by} ${next.name}`)) continue;
        found.set(`${by} ${next.name}`, next);
        waiting.push(next);
      }
    }
    return [...found.values()].flatMap(({ module, name }) =>
      (specifiers.get(module) ?? []).map((specifier) => ({ module: specifier, name })),
    );
  };
}

/** A module that hands on a name of another one, as it is or as another; all names but the default where none is told. */
interface Taker {
  readonly by: string;
  readonly taken?: string;
  readonly as?: string;
}

/** By the file that they take from. */
function takersIn({ files }: CoreSources, mount: CoreMount): Map<string, Taker[]> {
  const takers = new Map<string, Taker[]>();
  for (const [path, text] of files) {
    const by = mount.pathOf(path);
    const add = (specifier: string, taker: Omit<Taker, "by">): void => {
      const from = mount.resolve(specifier, by);
      if (from !== undefined) takers.set(from, [...(takers.get(from) ?? []), { by, ...taker }]);
    };
    for (const [, names = "", , specifier = ""] of text.matchAll(CLAUSE)) {
      for (const [, taken = "", as = taken] of names.matchAll(NAMES)) add(specifier, { taken, as });
    }
    for (const [, , specifier = ""] of text.matchAll(STAR)) add(specifier, {});
  }
  return takers;
}
