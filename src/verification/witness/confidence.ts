/**
 * What speaks against an operation:
 * - `absent`: what the codemod writes is not there.
 * - `misplaced`: it is there, and not where the codemod writes it: a static member in place of an instance's, say.
 * - `differs`: it is there, and cannot be used in quite the same way, as is usual in a major version.
 * - `nothing-breaks`: what dependents write still type-checks although it is said to break.
 * - `reused`: the same, where the old name is still public: it may have another meaning by now.
 */
export type Fault = "absent" | "misplaced" | "differs" | "nothing-breaks" | "reused";

/** The share of the confidence that is left. An operation whose target is absent is never applied without a person. */
const LEFT: Readonly<Record<Fault, number>> = {
  absent: 0.6,
  misplaced: 0.8,
  differs: 0.95,
  "nothing-breaks": 0.8,
  reused: 0.95,
};

export function confidenceAfter(confidence: number, fault: Fault): number {
  return Math.round(confidence * LEFT[fault] * 1000) / 1000;
}
