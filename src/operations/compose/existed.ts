import type { Method } from "../../domain/operation.js";
import { type Name, qualified } from "./name.js";
import type { Party } from "./party.js";

/** Fully-qualified names, `module.[Container.]name`, that the first version has. */
export type KnownNames = ReadonlySet<string>;

/**
 * A replacement that the old version names, in a note or by an alias, was there already. Of any other, that it is the end of a rename says
 * that it is new.
 */
export function existedBefore(known: KnownNames | undefined): (name: Name, by: readonly Party[]) => boolean {
  const modules = [...(known ?? [])];
  return (name, by) => {
    if (known !== undefined && name.space === "name") {
      return name.path.length > 0
        ? known.has(qualified(name))
        : modules.some((each) => each.startsWith(`${name.module}.`));
    }
    return by.some(({ operation: { method, breaking } }) => breaking && NAMED_BY_OLD_VERSION.includes(method));
  };
}

const NAMED_BY_OLD_VERSION: readonly Method[] = ["alias", "deprecation-note"];
