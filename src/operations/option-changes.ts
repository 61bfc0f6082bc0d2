import type { Signature } from "../domain/symbol.js";
import { optionKeys, type OptionKey } from "../languages/typescript/option-keys.js";
import type { Alignment } from "./align-parameters.js";
import { type CallChange, nameOf, showSignature, type TypeComparison } from "./call-change.js";
import { matchWords } from "./word-match.js";

/** Keys of inline options types and of patterns: renamed, gone, or newly asked for. */
export function keyChanges(
  before: Signature,
  after: Signature,
  { pairs }: Alignment,
  types: TypeComparison,
): CallChange[] {
  return pairs.flatMap(([i, j]) => {
    const from = before.parameters[i];
    const to = after.parameters[j];
    const old = from === undefined ? undefined : optionKeys(from);
    const now = to === undefined ? undefined : optionKeys(to);
    if (old === undefined || now === undefined) return [];
    const untyped = from?.type === undefined || to?.type === undefined;
    const gone = [...old.keys()].filter((key) => !now.has(key));
    const fresh = [...now.keys()].filter((key) => !old.has(key));
    const renamed = [...new Set(gone.map(levelOf))].flatMap((level) =>
      matchWords(
        gone.filter((key) => levelOf(key) === level),
        fresh.filter((key) => levelOf(key) === level),
        (a, b) => types.accepts(old.get(a)?.type, now.get(b)?.type) === "yes",
      ),
    );
    const left = gone.filter((key) => !renamed.some((pair) => pair.from === key));
    return [
      ...renamed.map(({ from: a, to: b, confidence, similarity }): CallChange => ({
        kind: "arg.rename",
        match: { from: a, to: b, ...defaultOf(old.get(a)), required: old.get(a)?.optional === false },
        confidence: untyped ? confidence * 0.85 : confidence,
        evidence: { name: similarity },
      })),
      ...(untyped ? [] : left.filter((key) => !left.some((outer) => key.startsWith(`${outer}.`)))).map(
        (key): CallChange => ({
          kind: "arg.remove",
          match: { name: nameOf(from, key), position: i },
          confidence: 0.9,
          evidence: { signature_from: showSignature(before) },
        }),
      ),
    ];
  });
}

function levelOf(key: string): string {
  return key.slice(0, key.lastIndexOf(".") + 1);
}

function defaultOf(key: OptionKey | undefined): { default?: string } {
  return key?.default === undefined || !isPlainValue(key.default) ? {} : { default: key.default };
}

/** Values that were assumed for what is left out, and are no longer. */
export function defaultChanges(before: Signature, after: Signature, { pairs }: Alignment): CallChange[] {
  return pairs.flatMap(([i, j]) => {
    const from = before.parameters[i];
    const to = after.parameters[j];
    if (from === undefined || to === undefined) return [];
    const now = optionKeys(to);
    const keys = [...(optionKeys(from) ?? [])].flatMap(([key, old]) => {
      const next = now?.get(key);
      return next === undefined ? [] : changedDefault(nameOf(from, key), i, old.default, next.default, true);
    });
    return [...changedDefault(nameOf(from), i, from.default, to.default, to.optional), ...keys];
  });
}

function changedDefault(
  name: string,
  position: number,
  before: string | undefined,
  after: string | undefined,
  optional: boolean,
): CallChange[] {
  if (before === undefined || !optional || before === after || !isPlainValue(before) || isEmpty(before)) return [];
  return [
    {
      kind: "arg.add_default",
      match: { name, position, default: before },
      confidence: after === undefined ? 0.5 : isPlainValue(after) ? 0.92 : 0.6,
      evidence: { default_from: before, default_to: after ?? null },
    },
  ];
}

/** A value that can be written anywhere: a literal, or a list of them. */
function isPlainValue(text: string): boolean {
  return /^(?:-?[\d._]+n?|true|false|null|undefined|"[^"]*"|'[^']*'|\[[^[\](){}A-Za-z]*\]|\{\s*\})$/.test(text);
}

/** What stands for nothing: whether it is `{}` or undefined, callers do not see. */
function isEmpty(text: string): boolean {
  return /^(?:undefined|\{\s*\}|\[\s*\])$/.test(text);
}
