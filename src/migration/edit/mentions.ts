import { posix } from "node:path";
import { unescapedPart } from "../../languages/typescript/uses/unescaped.js";
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

function needleOf(target: Target): string {
  if (target.kind === "module") return target.specifier;
  if (target.kind === "file") return posix.basename(target.path).replace(/(\.d)?\.[^.]+$/, "");
  if (target.kind === "option") return target.key.slice(target.key.lastIndexOf(".") + 1);
  if (target.kind === "value") return unescapedPart(target.value);
  if (target.kind === "call") return calledName(target.callable);
  return target.name === "default" ? target.module : target.name;
}

/** A default export is called by any name, in a file that names its module. */
function calledName(callable: string): string {
  const dot = callable.lastIndexOf(".");
  const name = callable.slice(dot + 1);
  return name === "default" ? callable.slice(0, dot) : name;
}
