import { diffArrays } from "diff";

/** What differs by more items was written anew. */
const MAX_EDITS = 4_000;

/** The pieces of two lists in order: what is removed comes before what is added in its place. */
export function compareLists(before: string[], after: string[]) {
  const whole = [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  return diffArrays(before, after, { maxEditLength: MAX_EDITS }) ?? whole;
}
