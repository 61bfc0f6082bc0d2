import { describe, expect, it } from "vitest";
import { optionKeys } from "../../../src/languages/typescript/option-keys.js";

function keys(name: string, type?: string) {
  const found = optionKeys({ name, optional: false, rest: false, ...(type === undefined ? {} : { type }) });
  return found === undefined ? undefined : Object.fromEntries(found);
}

describe("the keys that a parameter's own text asks for", () => {
  it("are those of an inline type, nested ones dotted", () => {
    expect(keys("options", "{ limit?: number; retry: { delay: number } }")).toEqual({
      limit: { type: "number", optional: true },
      retry: { type: "{ delay: number }", optional: false },
      "retry.delay": { type: "number", optional: false },
    });
  });

  it("are those of a pattern, by what the caller writes", () => {
    expect(keys("{ limit = 10, from: start, sort: { by } = {}, ...rest }")).toEqual({
      limit: { optional: true, default: "10" },
      from: { optional: true },
      sort: { optional: true, default: "{}" },
      "sort.by": { optional: true },
    });
  });

  it("take defaults from the pattern and the rest from the type", () => {
    expect(keys("{ limit = 10 }", "{ limit?: number }")).toEqual({
      limit: { type: "number", optional: true, default: "10" },
    });
  });

  it("are not known of a named type, be it a part", () => {
    expect(keys("options", "Options")).toBeUndefined();
    expect(keys("options", "Options & { limit?: number }")).toBeUndefined();
    expect(keys("{ limit }", "Options")).toBeUndefined();
    expect(keys("limit")).toBeUndefined();
  });
});
