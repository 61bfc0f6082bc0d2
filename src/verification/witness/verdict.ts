import type { Operation } from "../../domain/operation.js";
import type { WitnessOutcome } from "../../domain/witness.js";
import type { TypeError } from "../../languages/typescript/mount/type-errors.js";
import type { ApiNames } from "./api-names.js";
import type { CheckedText } from "./check.js";
import type { Fault } from "./confidence.js";

export interface Verdict {
  readonly outcome: WitnessOutcome;
  readonly reason?: string;
  /** What speaks against the operation. */
  readonly fault?: Fault;
}

/** Kinds whose uses are pointed out and never rewritten. */
const NEVER_REWRITTEN = ["remove.symbol", "change.signature"];

/**
 * The compiler's codes for a thing that is not there: 2305, 2614 and 2724 no such export, 2307 and 2792 no such module, 2339, 2551 and
 * 2576 no such property, 2353 and 2561 no such key, 2694 no such member of a namespace.
 */
const NOT_THERE = [2305, 2307, 2339, 2353, 2551, 2561, 2576, 2614, 2694, 2724, 2792];

/** Codes for another number of type arguments than there are parameters, which hides whether a member is there. */
const OTHER_ARITY = [2314, 2315, 2707];

/** What was seen of an operation's snippet, and of its control. */
export interface Seen {
  readonly operation: Operation;
  /** See `Snippet`. */
  readonly silent: boolean;
  readonly checked: CheckedText;
  readonly control: CheckedText | undefined;
  readonly to: ApiNames;
}

/** What the checks say of an operation. The first error of a text stands for all. */
export function verdictOn({ operation, silent, checked, control, to }: Seen): Verdict {
  if (checked.from !== undefined) {
    return { outcome: "no-witness", reason: `in the old version: ${shown(checked.from)}` };
  }
  if (control !== undefined && (control.from === undefined || control.migrated === undefined)) {
    const version = control.from === undefined ? "old" : "new";
    return { outcome: "no-witness", reason: `the ${version} version takes any name there` };
  }
  const isEdited = checked.sites.some(({ operation: id, action }) => id === operation.id && action === "edited");
  const flagged = checked.sites.find(({ action }) => action === "flagged");
  if (isEdited && flagged === undefined && checked.migrated !== undefined) {
    if (OTHER_ARITY.includes(checked.migrated.code) && operation.kind !== "rename.symbol") {
      return { outcome: "no-witness", reason: `in the new version: ${shown(checked.migrated)}` };
    }
    return { outcome: "still-fails", reason: shown(checked.migrated), fault: faultOf(operation, checked.migrated, to) };
  }
  if (checked.bare === undefined) return silent ? { outcome: "not-breaking" } : stillWorks(operation, to);
  if (NEVER_REWRITTEN.includes(operation.kind)) return { outcome: "confirmed" };
  if (flagged !== undefined) return { outcome: "not-migrated", reason: flagged.reason };
  return isEdited ? { outcome: "confirmed" } : { outcome: "not-migrated", reason: "the codemod finds nothing to edit" };
}

function stillWorks({ match, breaking }: Operation, to: ApiNames): Verdict {
  if (!breaking) return { outcome: "not-breaking" };
  return isName(to, match["module"], match["container"], match["from"])
    ? { outcome: "not-breaking", reason: "the name is still there, if with another meaning", fault: "reused" }
    : { outcome: "not-breaking", reason: "what was written still type-checks", fault: "nothing-breaks" };
}

function faultOf({ match }: Operation, error: TypeError, to: ApiNames): Fault {
  if (!NOT_THERE.includes(error.code)) return "differs";
  const { module, container, to: name, to_module: toModule = module, to_container: toContainer = container } = match;
  return isName(to, toModule, toContainer, name) ? "misplaced" : "absent";
}

function isName(api: ApiNames, module: unknown, container: unknown, name: unknown): boolean {
  return api.find(String(module), container === undefined ? "" : String(container), String(name)) !== undefined;
}

function shown({ code, message }: TypeError): string {
  return `TS${code}: ${message}`;
}
