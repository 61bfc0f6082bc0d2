/** Something that a dependent can name in one version of a core. */
export interface Name {
  /** `value`: a string, such as an event's name. `file`: a path, which stands in `module`. */
  readonly space: "name" | "value" | "file";
  readonly module: string;
  /** The containers' names and its own; empty for the module itself. */
  readonly path: readonly string[];
}

export function moduleName(module: string): Name {
  return { space: "name", module, path: [] };
}

export function exportName(module: string, container: string | undefined, name: string): Name {
  return { space: "name", module, path: [...parts(container), name] };
}

export function parts(container: string | undefined): string[] {
  return container === undefined || container === "" ? [] : container.split(".");
}

/** What a name is found in: the container, or the module; undefined for modules and files. */
export function holderOf({ space, module, path }: Name): Name | undefined {
  return space === "file" || path.length === 0 ? undefined : { space: "name", module, path: path.slice(0, -1) };
}

/** What a name becomes that only follows what it is found in. */
export function within(holder: Name, { space, path }: Name): Name {
  return { space, module: holder.module, path: [...holder.path, path.at(-1) ?? ""] };
}

export function keyOf({ space, module, path }: Name): string {
  return [space, module, ...path].join("\0");
}

export function isSame(a: Name | undefined, b: Name | undefined): boolean {
  return a === undefined || b === undefined ? a === b : keyOf(a) === keyOf(b);
}

/** `module.Container.name`. */
export function qualified({ module, path }: Name): string {
  return [module, ...path].join(".");
}

/** Reads `module.Container.name`, where a module's name may have dots of its own: the longest of `modules` that fits is meant. */
export function parseQualified(text: string, modules: readonly string[]): Name {
  const known = modules.filter((each) => text.startsWith(`${each}.`)).sort((a, b) => b.length - a.length)[0];
  const end = known?.length ?? text.indexOf(".", text.lastIndexOf("/") + 1);
  return end === -1
    ? moduleName(text)
    : { space: "name", module: text.slice(0, end), path: text.slice(end + 1).split(".") };
}

/** Stands between a callable's name and those of its parameters. */
const CALL = "()";

/** A parameter, or with a dotted name a key of one. It follows its callable as a member follows its container. */
export function parameterName(callable: Name, dotted: string): Name {
  return { ...callable, path: [...callable.path, CALL, ...dotted.split(".")] };
}

export function isParameter({ path }: Name): boolean {
  return path.includes(CALL);
}

export function callableOf(parameter: Name): Name {
  return { ...parameter, path: parameter.path.slice(0, parameter.path.indexOf(CALL)) };
}

/** The parameter's own name, dotted. */
export function parameterOf({ path }: Name): string {
  return path.slice(path.indexOf(CALL) + 1).join(".");
}
