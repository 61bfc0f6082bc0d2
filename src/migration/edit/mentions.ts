import type { CoreSources } from "../../domain/core-sources.js";
import { type Export, handedOn } from "../../languages/typescript/uses/handed-on.js";
import { needleOf } from "../../languages/typescript/uses/needle.js";
import type { Target } from "../../languages/typescript/uses/use.js";

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;
const IS_WORD = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** So many words are looked for one by one in less time than it takes to find the words of a text. */
const FEW = 20;

/**
 * A cheap test of whether a text can hold a use of any of the targets, before it is parsed. Where the `core` is known, that a module
 * of it hands an export on under another name counts, too.
 */
export function mentionTest(targets: Iterable<Target>, core?: CoreSources): (text: string) => boolean {
  const words = new Set<string>();
  const phrases = new Set<string>();
  const add = (needle: string, isWhole = true): void => {
    (isWhole && IS_WORD.test(needle) ? words : phrases).add(needle);
  };
  let others: ((from: Export) => Export[]) | undefined;
  for (const target of targets) {
    const needle = needleOf(target);
    // A part of a value may stand behind an escape, as in `"\nyes"`, and is no word there.
    add(needle, target.kind !== "value" || needle === target.value);
    const from = exportOf(target);
    if (from === undefined || core === undefined) continue;
    others ??= handedOn(core);
    for (const { module, name } of others(from)) {
      if (name === "default") add(module);
      else if (target.kind === "call") add(name);
    }
  }
  const isNamed = (text: string): boolean => {
    for (const phrase of phrases) if (text.includes(phrase)) return true;
    if (words.size <= FEW && ![...words].some((word) => text.includes(word))) return false;
    for (const [word] of text.matchAll(WORD)) if (words.has(word)) return true;
    return false;
  };
  return (text) => isNamed(text) || ((text.includes("\\u") || text.includes("\\x")) && isNamed(unescaped(text)));
}

/** What other modules may hand on so that no name of the target is left: a default export, and what is called under any name. */
function exportOf(target: Target): Export | undefined {
  if (target.kind === "call") {
    const dot = target.callable.lastIndexOf(".");
    return { module: target.callable.slice(0, dot), name: target.callable.slice(dot + 1) };
  }
  return target.kind === "name" && target.name === "default" ? target : undefined;
}

const ESCAPE = /\\(?:u\{0*([\da-f]{1,5})\}|u([\da-f]{4})|x([\da-f]{2}))/gi;

/** Letters as escapes are read in strings; names may be written with them, too. */
function unescaped(text: string): string {
  return text.replace(ESCAPE, (_all, long?: string, four?: string, two?: string) =>
    String.fromCodePoint(Number.parseInt(long ?? four ?? two ?? "", 16)),
  );
}
