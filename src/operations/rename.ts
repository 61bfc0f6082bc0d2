import { renameKey } from "../languages/typescript/uses/key-edit.js";
import type { Use } from "../languages/typescript/uses/use.js";
import type { Outcome } from "./codemod.js";

interface Rename {
  readonly module: string;
  readonly container?: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly to_module?: string | undefined;
  readonly to_container?: string | undefined;
}

/** What the three renames share: an export follows its imports, a member is renamed where it stands. */
export function rewriteRename(match: Rename, use: Use): Outcome {
  if (use.kind === "module") return { do: "nothing" };
  if (use.certainty === "possible") return { do: "flag", reason: use.reason, comment: false };
  if (use.kind === "member") return renameMember(match.to, use);
  const { to_module: module, to_container: container } = match;
  return {
    do: "relocate",
    to: {
      name: match.to,
      ...(module === undefined || module === match.module ? {} : { module }),
      ...(container === undefined || container === (match.container ?? "") ? {} : { container }),
    },
  };
}

export function renameMember(name: string, use: Extract<Use, { kind: "member" }>): Outcome {
  const edit = renameKey(use, name);
  if (edit !== undefined) return { do: "edit", edits: [edit] };
  return { do: "flag", reason: `${name} cannot be written here`, comment: true };
}

export function adviseRename({ container, from, to, to_module, to_container }: Rename): string {
  const source = to_module === undefined ? "" : `, from "${to_module}"`;
  return `use ${dotted(to_container ?? container, to)} instead of ${dotted(container, from)}${source}`;
}

function dotted(container: string | undefined, name: string): string {
  return container === undefined || container === "" ? name : `${container}.${name}`;
}
