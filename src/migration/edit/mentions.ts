import { needleOf } from "../../languages/typescript/uses/needle.js";
import type { Target } from "../../languages/typescript/uses/use.js";

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;
const IS_WORD = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** So many words are looked for one by one in less time than it takes to find the words of a text. */
const FEW = 20;

/** A cheap test of whether a text can hold a use of any of the targets, before it is parsed. */
export function mentionTest(targets: Iterable<Target>): (text: string) => boolean {
  const words = new Set<string>();
  const phrases = new Set<string>();
  for (const target of targets) {
    const needle = needleOf(target);
    // A part of a value may stand behind an escape, as in `"\nyes"`, and is no word there.
    const isWhole = target.kind !== "value" || needle === target.value;
    (isWhole && IS_WORD.test(needle) ? words : phrases).add(needle);
  }
  return (text) => {
    for (const phrase of phrases) if (text.includes(phrase)) return true;
    if (words.size <= FEW && ![...words].some((word) => text.includes(word))) return false;
    for (const [word] of text.matchAll(WORD)) if (words.has(word)) return true;
    return false;
  };
}
