import { expect, test } from "vitest";
import { z } from "zod";
import { jsonSchema } from "../../src/domain/json.js";
import { fc } from "../support/fast-check.js";

test("what is JSON is judged as zod's own schema judges it", () => {
  const anything = fc.anything({ withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true });
  fc.assert(
    fc.property(fc.oneof(anything, fc.jsonValue()), (value) => {
      expect(jsonSchema.safeParse(value).success).toBe(z.json().safeParse(value).success);
    }),
  );
});

test.each([[Number.NaN], [Infinity], [undefined], [{ a: undefined }], [[1, () => 1]], [new Date(0)], [1n]])(
  "%s is refused",
  (value) => {
    expect(jsonSchema.safeParse({ value }).success).toBe(false);
    expect(jsonSchema.safeParse(value).error?.issues[0]?.message).toBe("must be JSON");
  },
);
