import { describe, expect, it } from "vitest";
import { matchWords } from "../../src/operations/word-match.js";

function pairs(gone: string[], fresh: string[]) {
  return matchWords(gone, fresh).map(({ from, to }) => `${from} ${to}`);
}

describe("words that are gone and words that are new", () => {
  it("are paired one to one, the most alike first", () => {
    expect(pairs(["maxItems", "minItems"], ["minCount", "maxCount"])).toEqual([
      "maxItems maxCount",
      "minItems minCount",
    ]);
    expect(pairs(["retryDelay", "retry"], ["retry_delay"])).toEqual(["retryDelay retry_delay"]);
  });

  it("are not paired where they are unlike, unless there are no others", () => {
    expect(pairs(["loading", "idle"], ["pending"])).toEqual(["loading pending"]);
    expect(pairs(["red", "idle"], ["crimson", "still"])).toEqual([]);
    expect(pairs(["red"], ["crimson"])).toEqual(["red crimson"]);
  });

  it("are not compared where thousands come and go at once", () => {
    const words = (end: string) => Array.from({ length: 3000 }, (_, i) => `icon${i}${end}`);
    expect(pairs(words("Old"), words("New"))).toEqual([]);
  });

  it("are less sure where another is about as alike", () => {
    const [alone] = matchWords(["maxSize"], ["maxLength"]);
    const [rivalled] = matchWords(["maxSize"], ["maxLength", "maxWeight"]);
    expect(rivalled!.confidence).toBeLessThan(alone!.confidence);
  });
});
