import { fc } from "./fast-check.js";

/** Values as JSON gives them back: a negative zero, which has no text of its own, is not among them. */
export const jsonValue: fc.Arbitrary<unknown> = fc
  .jsonValue()
  .map((value): unknown => JSON.parse(JSON.stringify(value)));
