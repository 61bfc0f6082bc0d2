import { describe, expect, it } from "vitest";
import { followedRenames } from "../../../src/analysis/match/derived-names.js";
import type { MatchedPair } from "../../../src/domain/matching.js";
import type { PublicSymbol } from "../../../src/domain/symbol.js";
import { openIndex } from "../../support/core-version.js";

async function symbolsNamed(...names: string[]): Promise<PublicSymbol[]> {
  const { surface } = await openIndex(names.map((name) => `export const ${name} = 0;`).join("\n"));
  return names.map((name) => surface.symbols.find((symbol) => symbol.name === name)!);
}

describe("a rename", () => {
  it.each([
    ["Options → Settings", "readOptions → readSettings", true],
    ["Options → Settings", "readOptions → writeSettings", false],
    ["OldCard → CardMaker", "OldBox → BoxMaker", true],
    ["cardOld → freshCard", "boxOld → freshBox", true],
    ["OldCard → CardMaker", "OldBox → BoxReader", false],
    ["OldCard → CardMaker", "boxOld → makerBox", false],
    ["OldCard → NewCard", "OldBox → NewBox", false],
  ])("%s makes %s likely: %s", async (accepted, asked, follows) => {
    const [from, to, askedFrom, askedTo] = await symbolsNamed(...`${accepted} → ${asked}`.split(" → "));
    const pair: MatchedPair = {
      from: from!,
      to: to!,
      confidence: 1,
      method: "similarity",
      features: {},
      survives: false,
    };
    expect(followedRenames([pair])(askedFrom!, askedTo!)).toBe(follows);
    expect(followedRenames([pair])(from!, to!)).toBe(false);
  });
});
