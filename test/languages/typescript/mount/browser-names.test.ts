import { describe, expect, it } from "vitest";
import type { CoreSources } from "../../../../src/domain/core-sources.js";
import { CoreMount } from "../../../../src/languages/typescript/mount/core-mount.js";
import { NO_FOLDER } from "../../../../src/languages/typescript/mount/program.js";
import { typeErrors } from "../../../../src/languages/typescript/mount/type-errors.js";

function coreOf(text: string): CoreSources {
  const packages = [{ name: "core", root: "", modules: new Map([["core", "index.ts"]]) }];
  return { version: "1.0.0", packages, files: new Map([["index.ts", text]]) };
}

function messages(core: string, text: string): string[] {
  const check = { root: NO_FOLDER, files: ["a.ts"], textOf: () => text, core: coreOf(core), parsed: new Map() };
  return [...typeErrors(check).values()].flat().map(({ message }) => message);
}

describe("types that only browsers have", () => {
  it.each([
    ["export function f(a: HTMLElement): void {}", true],
    ["export type A = Map<string, AbortSignal>;", true],
    ["export function f(a: Map<string, Date>, b: Promise<Error>): void {}", false],
    ["export class HTMLParser { parse(text: string): string[] {} }", false],
  ])("%j: may be in the source: %s", (text, expected) => {
    expect(new CoreMount(coreOf(text)).namesBrowserTypes).toBe(expected);
  });

  it("are known where the core speaks of them", () => {
    const core = "export function f(a: HTMLElement): void {}";
    expect(messages(core, 'import { f } from "core";\nf(document.createElement("p"));\n')).toEqual([]);
    expect(messages(core, 'import { f } from "core";\nf("p");\n')).toEqual([
      "Argument of type 'string' is not assignable to parameter of type 'HTMLElement'.",
    ]);
  });

  it("are not missed where it does not", () => {
    const core = "export function f(a: Map<string, Date>): void {}";
    expect(messages(core, 'import { f } from "core";\nf(new Map([["a", new Date()]]));\n')).toEqual([]);
    expect(messages(core, 'import { f } from "core";\nf(new Map([["a", 1]]));\n')).toHaveLength(1);
  });
});
