import { describe, expect, it } from "vitest";
import { nameChange, nameSimilarity, nameTokens } from "../../src/domain/names.js";
import { fc } from "../support/fast-check.js";

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const words = fc.array(word, { minLength: 1, maxLength: 5 });
const anyName = fc.oneof(
  fc.string(),
  fc.stringMatching(/^[A-Za-z_$][\w$]{0,20}$/),
  words.map((each) => each.join("_")),
);

describe("tokens of a name", () => {
  it.each([
    ["addISOWeekYears", "add iso week years"],
    ["add_iso_week_years", "add iso week years"],
    ["ADD_ISO_WEEK_YEARS", "add iso week years"],
    ["XMLHttpRequest2", "xml http request 2"],
    ["$onInit", "on init"],
    ["_private", "private"],
    ["font-size", "font size"],
    ["utf8Decode", "utf 8 decode"],
    ["", ""],
  ])("%s: %s", (name, tokens) => expect(nameTokens(name).join(" ")).toBe(tokens));

  it("are the same in every style", () => {
    const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{2,8}$/), { minLength: 1, maxLength: 5 }), (each) => {
        const styles = [
          each.join("_"),
          each.join("-"),
          each.join("_").toUpperCase(),
          each.map(capital).join(""),
          [each[0], ...each.slice(1).map(capital)].join(""),
        ];
        for (const style of styles) {
          expect(nameTokens(style)).toEqual(each);
          expect(nameSimilarity(style, each.join("_"))).toBeGreaterThan(0.9);
        }
      }),
    );
  });
});

describe("similarity of names", () => {
  it("is symmetric, between 0 and 1, and 1 of a name with itself", () => {
    fc.assert(
      fc.property(anyName, anyName, (a, b) => {
        const similarity = nameSimilarity(a, b);
        expect(similarity).toBe(nameSimilarity(b, a));
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
        expect(nameSimilarity(a, a)).toBe(1);
      }),
    );
  });

  it("is greater for names that share words or letters", () => {
    expect(nameSimilarity("getUserName", "fetchUserName")).toBeGreaterThan(nameSimilarity("getUserName", "close"));
    expect(nameSimilarity("statusCode", "status")).toBeGreaterThan(nameSimilarity("statusCode", "payload"));
    expect(nameSimilarity("dependency", "dependencies")).toBeGreaterThan(0.7);
    expect(nameSimilarity("openFile", "fileOpen")).toBe(1);
  });
});

describe("the systematic part of a rename", () => {
  it.each([
    ["getUser", "fetchUser", "start get -> fetch"],
    ["userId", "userIdentity", "end id -> identity"],
    ["readSync", "read", "end sync -> "],
    ["isValid", "isReallyValid", "inside  -> really"],
    ["maxSize", "MAX_SIZE", "style camel SCREAMING"],
    ["UserRecord", "RecordOfUsers", "around user -> of users"],
    ["ParsedUser", "UserParser", "around parsed -> parser"],
    ["userCache", "cachedUser", "around cache -> cached before"],
    ["same", "same", undefined],
    ["open", "close", undefined],
  ])("from %s to %s is %j", (from, to, expected) => expect(nameChange(from, to)).toBe(expected));
});
