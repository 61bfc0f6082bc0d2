import { describe, expect, it } from "vitest";
import { migrationNotes } from "../../src/analysis/notes.js";
import type { Manifest } from "../../src/domain/manifest.js";
import type { Operation } from "../../src/domain/operation.js";

type Given = Pick<Operation, "kind" | "match"> & Partial<Operation>;

function notes(...operations: readonly Given[]): string {
  const manifest: Manifest = {
    manifest_version: 1,
    package: "core",
    language: "typescript",
    from: "1.0.0",
    to: "2.0.0",
    summary: "What changed. Ask <us> in the forum.",
    semver: { declared: "major", required: "major" },
    provenance: {
      repository: "acme/core",
      from_sha: "a",
      to_sha: "b",
      tree_from: "c",
      tree_to: "d",
      tool: "onx-migrate 0.1.0",
      thresholds: { auto: 0.9, warn: 0.7 },
    },
    operations: operations.map((operation, i) => ({
      id: `OP00${i + 1}`,
      confidence: 0.95,
      method: "similarity",
      evidence: {},
      depends_on: [],
      breaking: true,
      ...operation,
    })),
  };
  return migrationNotes(manifest);
}

/** Headings in their order. */
function headings(text: string): string[] {
  return text.split("\n").filter((line) => line.startsWith("##"));
}

function member(container: string, from: string, to: string, extra: Partial<Operation> = {}): Given {
  return { kind: "rename.member", match: { module: "core", container, from, to }, ...extra };
}

function rename(from: string, to: string, extra: Partial<Operation> = {}): Given {
  return { kind: "rename.symbol", match: { module: "core", from, to }, ...extra };
}

function removal(name: string, match: Record<string, unknown> = {}): Given {
  return { kind: "remove.symbol", match: { module: "core", name, ...match } };
}

const SIGNATURE: Given = {
  kind: "change.signature",
  match: {
    callable: "core.Guild.edit",
    from: "(data: Data, done: { (): void; (error: Error): void }): void; (data: Data): Promise<void>",
    to: "(options: Options): Promise<void>",
  },
};

describe("a migration guide", () => {
  it("says first what a person has to do, then what is done for them, then what can wait", () => {
    const text = notes(
      rename("Old", "New"),
      rename("Past", "Now", { breaking: false }),
      rename("Perhaps", "Maybe", { confidence: 0.5 }),
      removal("gone"),
      removal("left", { replacement: "Use `right`." }),
      SIGNATURE,
    );
    expect(text).toMatch(/^# Migrating core from 1\.0\.0 to 2\.0\.0\n\nWhat changed\. Ask &lt;us> in the forum\.\n/);
    expect(text).toContain("Of 6 changes, the tool carries out 2 in your code and leaves 4 to you.");
    expect(headings(text)).toEqual([
      "## Run the tool",
      "## What is left to you",
      "### Removed, with something to use instead",
      "### Removed",
      "### Called differently",
      "### Probably renamed",
      "## What the tool changes",
      "### Exports",
      "## Deprecated",
      "### Exports",
    ]);
    expect(text).toMatch(/```sh\nonx-migrate apply --manifest .*--dry-run/);
  });

  it("without a change is short", () => {
    expect(notes()).toBe("# Migrating core from 1.0.0 to 2.0.0\n\nWhat changed. Ask &lt;us> in the forum.\n");
  });

  it("shows code of what a person decides", () => {
    const unsure = { confidence: 0.5 };
    const text = notes(
      rename("Perhaps", "Maybe", unsure),
      {
        kind: "rename.callable",
        match: { module: "core", from: "load", to: "default", to_module: "core/load" },
        ...unsure,
      },
      { kind: "rename.import", match: { from: "core/a", to: "core/b" }, ...unsure },
      { kind: "rename.callable", match: { module: "core", container: "Guild", from: "me", to: "self" }, ...unsure },
      SIGNATURE,
    );
    expect(text).toContain(
      '- import { Perhaps } from "core"\n+ import { Maybe } from "core" // OP001, confidence 0.50\n',
    );
    expect(text).toContain('- import { load } from "core"\n+ import load from "core/load" // OP002');
    expect(text).toContain('- import … from "core/a"\n+ import … from "core/b" // OP003');
    expect(text).toContain("```diff\n# Guild\n- me()\n+ self() // OP004");
    expect(text).toContain(
      "```diff\n# Guild\n" +
        "- edit(data: Data, done: { (): void; (error: Error): void }): void\n- edit(data: Data): Promise<void>\n" +
        "+ edit(options: Options): Promise<void>\n```",
    );
  });

  it("puts together what was removed alike", () => {
    const text = notes(
      removal("gone"),
      removal("lost"),
      removal("stop", { container: "Clock" }),
      removal("stop", { container: "Timer" }),
      removal("a", { container: "Box", replacement: "Use b." }),
      removal("a", { container: "Crate", replacement: "Use b." }),
    );
    expect(text).toContain("\n- `gone`, `lost`\n- of `Clock`, `Timer`: `stop`\n");
    expect(text).toContain("\n- `Box.a`, `Crate.a`: Use b.\n");
  });

  it("condenses members by container, and what is renamed alike in several", () => {
    const text = notes(
      rename("Box", "Crate"),
      member("Box", "w", "width", {
        match: { module: "core", container: "Box", from: "w", to: "width", to_container: "Crate" },
      }),
      member("Box", "h", "height"),
      member("Lid", "hinge", "joint", {
        match: { module: "core", container: "Lid", from: "hinge", to: "joint", to_container: "Hinges" },
      }),
      member("Query", "cacheTime", "gcTime"),
      {
        kind: "config.key_rename",
        match: { config: "core.Options", from: "cacheTime", to: "gcTime" },
        confidence: 0.8,
      },
    );
    expect(text).toContain("| `Query`, `Options` | `cacheTime` → `gcTime` | 0.80, look at it |");
    expect(text).toContain("| `Box` | `w` → `width`<br>`h` → `height` | 0.95 |");
    expect(text).toContain("| `Lid` | `hinge` → `Hinges.joint` | 0.95 |");
  });

  it("tells where an export is found now", () => {
    const text = notes(
      { kind: "rename.symbol", match: { module: "core", from: "A", to: "B", to_module: "core/b" } },
      { kind: "rename.symbol", match: { module: "core/c", from: "C", to: "D" } },
      { kind: "rename.import", match: { from: "core", to: "core/x", symbols: ["X", "Y"] } },
    );
    expect(text).toContain("| of | before | after | confidence |");
    expect(text).toContain("|  | `A` | `B` from `core/b` | 0.95 |");
    expect(text).toContain("| `core/c` | `C` | `D` | 0.95 |");
    expect(text).toContain("|  | `X, Y` | `X, Y` from `core/x` | 0.95 |");
  });

  it("shows what the maintainers say, and that they said it", () => {
    const text = notes(rename("Old", "New", { note: "Takes | milliseconds.", method: "declared", confidence: 1 }), {
      ...removal("gone"),
      note: "Ask in the forum.",
    });
    expect(text).toContain(String.raw`| ${"`Old` | `New`"} <br>Takes \| milliseconds. | declared |`);
    expect(text).toContain("- `gone`\n\n- `gone`: Ask in the forum.\n");
  });
});

describe("changes of one pattern are folded", () => {
  const files = (pairs: readonly (readonly [string, string])[]): string =>
    notes(...pairs.map(([from, to]): Given => ({ kind: "rename.import", match: { from, to } })));
  const exports = (pairs: readonly (readonly [string, string])[]): string =>
    notes(...pairs.map(([from, to]): Given => rename(from, to)));
  const words = ["add_days", "add_iso_weeks", "end_of_day", "is_equal"];
  const camel = ["addDays", "addISOWeeks", "endOfDay", "isEqual"];

  it.each<[string, string, string]>([
    ["core/a_b", "core/aB", files(words.map((word, i) => [`core/${word}`, `core/${camel[i]}`]))],
    ["core/lib/…", "core/…", files(words.map((word) => [`core/lib/${word}`, `core/${word}`]))],
    ["a_b", "aB", exports(words.map((word, i) => [word, camel[i]!]))],
    [
      "…Flags",
      "…BitField",
      exports(["User", "Guild", "Role", "Bot"].map((word) => [`${word}Flags`, `${word}BitField`])),
    ],
    ["get…", "…", exports(["User", "Guild", "Role", "Bot"].map((word) => [`get${word}`, word]))],
    ["…", "…Week…", exports(["add", "set", "get", "sub"].map((word) => [`${word}Years`, `${word}WeekYears`]))],
  ])("%s → %s", (before, after, text) => {
    expect(text).toMatch(/<details>\n<summary>/);
    expect(text).toContain(`<summary><code>${before}</code> → <code>${after}</code>: 4, such as `);
    expect(text.match(/^\| `/gm)).toHaveLength(4);
  });

  it("but a few, and what follows no pattern, are listed", () => {
    const text = exports([
      ["UserFlags", "UserBits"],
      ["RoleFlags", "RoleBits"],
      ["BotFlags", "BotBits"],
      ["Old", "New"],
    ]);
    expect(text).not.toContain("<details>");
    expect(text.match(/^\| `/gm)).toHaveLength(4);
  });
});
