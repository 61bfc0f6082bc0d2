import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { KINDS, kindOf } from "../../src/operations/registry.js";

const FOLDERS = readdirSync(join(import.meta.dirname, "../../src/operations"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name.includes("."))
  .map(({ name }) => name);

describe("the registry of kinds", () => {
  it("holds each folder once", () => {
    expect(KINDS.map(({ kind }) => kind).sort()).toEqual(FOLDERS.sort());
    for (const kind of KINDS) expect(kindOf(kind.kind)).toBe(kind);
    expect(kindOf("explode.all")).toBeUndefined();
  });

  it("gives each a title of its own", () => {
    expect(new Set(KINDS.map(({ title }) => title)).size).toBe(KINDS.length);
    for (const { title } of KINDS) expect(title).toMatch(/^[A-Z].*[^.]$/);
  });
});

describe("what dependents write, before and after", () => {
  it.each([
    ["rename.import", { from: "core/a", to: "core/b" }, "core/a", "core/b"],
    ["rename.import", { from: "core/a", to: "core", symbols: ["x", "y"] }, "core/a { x, y }", "core"],
    ["move.file", { from: "core/a.css", to: "core/b.css" }, "core/a.css", "core/b.css"],
    ["rename.symbol", { module: "core", from: "A", to: "B", to_module: "core/b" }, "core.A", "core/b.B"],
    ["rename.callable", { module: "core", container: "A", from: "x", to: "y" }, "core.A.x", "core.A.y"],
    [
      "rename.callable",
      { module: "core", container: "ns", from: "x", to: "x", to_container: "" },
      "core.ns.x",
      "core.x",
    ],
    [
      "rename.member",
      { module: "core", container: "A", from: "x", to: "y", to_container: "B" },
      "core.A.x",
      "core.B.y",
    ],
    ["arg.rename", { callable: "core.f", from: "a.b", to: "a.c", required: false }, "core.f(a.b)", "a.c"],
    ["arg.reorder", { callable: "core.f", order: [2, 0, 1] }, "core.f($1, $2, $3)", "($3, $1, $2)"],
    ["rename.value", { module: "core", container: "Mode", from: "fast", to: "quick" }, 'core.Mode "fast"', '"quick"'],
    ["rename.value", { module: "core", from: "fast", to: "quick" }, 'core "fast"', '"quick"'],
    [
      "restyle.export",
      { module: "core", name: "parse", from: "default", to: "named" },
      'import parse from "core"',
      'import { parse } from "core"',
    ],
    [
      "change.signature",
      { callable: "core.f", from: "(a: string): X", to: "(): X" },
      "core.f(a: string): X",
      "core.f(): X",
    ],
    ["config.key_rename", { config: "core.Options", from: "a.b", to: "a.c" }, "core.Options { a.b }", "{ a.c }"],
  ])("%s %j", (kind, match, old, now) => {
    expect(kindOf(kind)!.describe(match)).toEqual({ old, new: now });
  });

  it("names the replacement of what is removed", () => {
    const describe_ = (match: unknown) => kindOf("remove.symbol")!.describe(match);
    expect(describe_({ module: "core", container: "A", name: "x", replacement: "use y()" })).toEqual({
      old: "core.A.x",
      new: "use y()",
      prose: true,
    });
    expect(describe_({ module: "core", name: "x" }).old).toBe("core.x");
  });

  it("says what to pass where a call needs more, or takes less", () => {
    const describe_ = (kind: string, match: unknown) => kindOf(kind)!.describe(match);
    const callable = "core.f";
    expect(describe_("arg.add", { callable, name: "token", position: 0 }).new).toBe("pass token too");
    expect(describe_("arg.remove", { callable, name: "token", position: 0 }).old).toBe("core.f(token)");
    expect(describe_("arg.add_default", { callable, name: "n", position: 0, default: 10 }).new).toBe(
      "pass 10 to keep what the call does",
    );
  });

  it("refuses an order that drops an argument", () => {
    expect(kindOf("arg.reorder")!.schema.safeParse({ callable: "core.f", order: [0, 0] }).success).toBe(false);
  });
});
