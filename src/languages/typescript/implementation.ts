import type { Declaration } from "../../domain/symbol.js";
import type { TypeScriptCore } from "./core.js";
import type { Target } from "./linker.js";
import type { PackageModule } from "./package-modules.js";

/** Where a declaration file's names are implemented. */
export interface Implementation {
  /** The declaration of the same name in the JavaScript that runs, `path` dotted from the module. */
  find(module: string, path: readonly string[]): Declaration | undefined;
}

/** Looks names of declaration files up in the JavaScript beside them. */
export function implementationOf(core: TypeScriptCore, modules: ReadonlyMap<string, PackageModule>): Implementation {
  return {
    find(specifier, [first, ...rest]) {
      const runtime = modules.get(specifier)?.runtime;
      if (runtime === undefined || first === undefined) return undefined;
      const start = core.runtimeLinker.exportsOf(runtime).get(first);
      const target = rest.reduce<Target | undefined>(
        (found, name) => (found === undefined ? undefined : core.runtimeLinker.member(found, name)),
        start,
      );
      return target?.kind === "declaration" ? core.runtimeLinker.declaration(target.path, target.id) : undefined;
    },
  };
}

/** A typed declaration with what only its implementation says: body, calls, and the comment and deprecation where it has none. */
export function enriched(declaration: Declaration, implementation: Declaration | undefined): Declaration {
  if (implementation === undefined || declaration.body !== undefined) return declaration;
  return {
    ...declaration,
    ...(implementation.body === undefined ? {} : { body: implementation.body }),
    calls: implementation.calls,
    ...(implementation.warnings === undefined ? {} : { warnings: implementation.warnings }),
    doc: declaration.doc === "" ? implementation.doc : declaration.doc,
    deprecated: declaration.deprecated === false ? implementation.deprecated : declaration.deprecated,
    bodyShape: implementation.shape,
  };
}
