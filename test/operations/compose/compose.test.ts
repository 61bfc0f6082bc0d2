import { describe, expect, it } from "vitest";
import { formatManifest, parseManifest } from "../../../src/operations/manifest.js";
import { composeManifests, composePath } from "../../../src/operations/compose/compose.js";
import { manifestOf, type Said, saidBy } from "./manifests.js";

/** What comes of the operations of two steps. */
function composed(first: readonly Said[], second: readonly Said[], known?: ReadonlySet<string>) {
  return saidBy(
    composeManifests(manifestOf("1.0.0", "2.0.0", ...first), manifestOf("2.0.0", "3.0.0", ...second), known),
  );
}

const module = "core";
const symbol = (from: string, to: string, rest = {}): Said => ["rename.symbol", { module, from, to, ...rest }];
const member = (container: string, from: string, to: string, rest = {}): Said => [
  "rename.member",
  { module, container, from, to, ...rest },
];
const remove = (name: string, rest = {}): Said => ["remove.symbol", { module, name, ...rest }];
const moves = (from: string, to: string, symbols?: string[]): Said => [
  "rename.import",
  { from, to, ...(symbols && { symbols }) },
];
const key = (config: string, from: string, to: string, rest = {}): Said => [
  "config.key_rename",
  { config: `core.${config}`, from, to, ...rest },
];

describe("exports", () => {
  it.each<[what: string, first: Said[], second: Said[], result: Said[]]>([
    ["a rename of a rename is one rename", [symbol("A", "B")], [symbol("B", "C")], [symbol("A", "C")]],
    ["a rename undone is none", [symbol("A", "B")], [symbol("B", "A")], []],
    ["two renames stay two", [symbol("A", "B")], [symbol("X", "Y")], [symbol("A", "B"), symbol("X", "Y")]],
    ["a swap undone is none", [symbol("A", "B"), symbol("B", "A")], [symbol("A", "B"), symbol("B", "A")], []],
    [
      "names are passed on",
      [symbol("A", "B"), symbol("C", "A")],
      [symbol("B", "C")],
      [symbol("A", "C"), symbol("C", "A")],
    ],
    [
      "two names become one",
      [symbol("A", "C"), symbol("B", "C")],
      [symbol("C", "D")],
      [symbol("A", "D"), symbol("B", "D")],
    ],
    [
      "one name becomes two",
      [symbol("A", "B"), symbol("A", "AType")],
      [symbol("B", "C")],
      [symbol("A", "AType"), symbol("A", "C")],
    ],
    [
      "what is renamed and then removed is removed",
      [symbol("A", "B")],
      [remove("B", { replacement: "use C" })],
      [remove("A", { replacement: "use C" })],
    ],
    ["what is removed stays removed, whatever has its name next", [remove("A")], [symbol("A", "B")], [remove("A")]],
    [
      "a new name's own way is nobody's matter",
      [symbol("A", "B"), symbol("B", "X")],
      [symbol("A", "Z")],
      [symbol("A", "B"), symbol("B", "X")],
    ],
    [
      "the first kind is kept",
      [["rename.callable", { module, from: "a", to: "b" }]],
      [symbol("b", "c")],
      [["rename.callable", { module, from: "a", to: "c" }]],
    ],
  ])("%s", (_what, first, second, result) => {
    expect(composed(first, second)).toEqual(result);
  });
});

describe("a name that a rename leads to, and that is renamed next", () => {
  const first = (rest = {}): Said[] => [[...symbol("A", "B").slice(0, 2), rest] as unknown as Said];
  const second = [symbol("B", "C")];
  const both = [symbol("A", "C"), symbol("B", "C")];

  it("was there before where the old version named it, or is known to have had it", () => {
    expect(composed(first({ method: "alias" }), second)).toEqual(both);
    expect(composed(first({ method: "deprecation-note" }), second)).toEqual(both);
    expect(composed(first(), second, new Set(["core.A", "core.B"]))).toEqual(both);
  });

  it("was not where it is known to have been missing", () => {
    expect(composed(first({ method: "alias" }), second, new Set(["core.A"]))).toEqual([symbol("A", "C")]);
  });
});

describe("members", () => {
  it.each<[what: string, first: Said[], second: Said[], result: Said[]]>([
    [
      "of a container that was renamed before speak of its old name",
      [symbol("A", "B")],
      [member("B", "x", "y")],
      [symbol("A", "B"), member("A", "x", "y", { to_container: "B" })],
    ],
    [
      "of a container that is renamed next end in its new name",
      [member("A", "x", "y")],
      [symbol("A", "B")],
      [symbol("A", "B"), member("A", "x", "y", { to_container: "B" })],
    ],
    [
      "are renamed twice, their container too",
      [symbol("A", "B"), member("A", "x", "y", { to_container: "B" })],
      [symbol("B", "C"), member("B", "y", "z", { to_container: "C" })],
      [symbol("A", "C"), member("A", "x", "z", { to_container: "C" })],
    ],
    [
      "renamed back follow their container alone",
      [member("A", "x", "y")],
      [symbol("A", "B"), member("A", "y", "x", { to_container: "B" })],
      [symbol("A", "B")],
    ],
    ["of a container that is removed next go with it", [member("A", "x", "y")], [remove("A")], [remove("A")]],
    ["of a container that was removed are no longer spoken of", [remove("A")], [member("A", "x", "y")], [remove("A")]],
    [
      "removed from a renamed container are removed from the old one",
      [symbol("A", "B")],
      [remove("x", { container: "B" })],
      [symbol("A", "B"), remove("x", { container: "A" })],
    ],
    [
      "of a container that a new one took the name of are those of the old one",
      [symbol("A", "B"), symbol("B", "A")],
      [member("A", "x", "y")],
      [symbol("A", "B"), symbol("B", "A"), member("B", "x", "y", { to_container: "A" })],
    ],
    [
      "that leave for the module are callables",
      [member("A", "x", "y")],
      [["rename.callable", { module, container: "A", from: "y", to: "z", to_container: "" }]],
      [["rename.callable", { module, container: "A", from: "x", to: "z", to_container: "" }]],
    ],
  ])("%s", (_what, first, second, result) => {
    expect(composed(first, second)).toEqual(result);
  });

  it("depend on their container's rename", () => {
    const { operations } = composeManifests(
      manifestOf("1.0.0", "2.0.0", symbol("A", "B")),
      manifestOf("2.0.0", "3.0.0", member("B", "x", "y")),
    );
    expect(operations.map(({ id, depends_on }) => [id, depends_on])).toEqual([
      ["OP001", []],
      ["OP002", ["OP001"]],
    ]);
  });
});

describe("modules and files", () => {
  it.each<[what: string, first: Said[], second: Said[], result: Said[]]>([
    [
      "a move of a move is one move",
      [moves("core/a", "core/b")],
      [moves("core/b", "core/c")],
      [moves("core/a", "core/c")],
    ],
    ["a move undone is none", [moves("core/a", "core/b")], [moves("core/b", "core/a")], []],
    [
      "a name that moves and then changes is one operation",
      [moves("core", "core/io", ["read", "write"])],
      [["rename.callable", { module: "core/io", from: "read", to: "load" }]],
      [
        moves("core", "core/io", ["write"]),
        ["rename.callable", { module: "core", from: "read", to: "load", to_module: "core/io" }],
      ],
    ],
    [
      "a name that changes and then moves is one operation",
      [["rename.callable", { module: "core", from: "read", to: "load" }]],
      [moves("core", "core/io", ["load", "save"])],
      [
        moves("core", "core/io", ["save"]),
        ["rename.callable", { module: "core", from: "read", to: "load", to_module: "core/io" }],
      ],
    ],
    [
      "what is renamed back has moved",
      [symbol("A", "B", { to_module: "core/io" })],
      [["rename.symbol", { module: "core/io", from: "B", to: "A" }]],
      [moves("core", "core/io", ["A"])],
    ],
    [
      "names of a moved module speak of the old one",
      [moves("core/a", "core/b")],
      [
        ["rename.symbol", { module: "core/b", from: "X", to: "Y" }],
        ["rename.member", { module: "core/b", container: "Z", from: "x", to: "y" }],
      ],
      [
        moves("core/a", "core/b"),
        ["rename.symbol", { module: "core/a", from: "X", to: "Y", to_module: "core/b" }],
        ["rename.member", { module: "core/a", container: "Z", from: "x", to: "y", to_module: "core/b" }],
      ],
    ],
    [
      "names that left a module do not move with it",
      [moves("core/a", "core/b", ["x"])],
      [moves("core/a", "core/z")],
      [moves("core/a", "core/b", ["x"]), moves("core/a", "core/z")],
    ],
    [
      "names that leave a moved module go their own way",
      [moves("core/a", "core/b")],
      [moves("core/b", "core/c", ["x"])],
      [moves("core/a", "core/c", ["x"]), moves("core/a", "core/b")],
    ],
    [
      "a file's way is followed",
      [["move.file", { from: "core/a.css", to: "core/b.css" }]],
      [["move.file", { from: "core/b.css", to: "core/c.css" }]],
      [["move.file", { from: "core/a.css", to: "core/c.css" }]],
    ],
  ])("%s", (_what, first, second, result) => {
    expect(composed(first, second)).toEqual(result);
  });
});

describe("options, values and export styles", () => {
  const value = (from: string, to: string, container = "Mode"): Said => [
    "rename.value",
    { module, container, from, to },
  ];
  const restyle = (name: string, from: string, to: string): Said => ["restyle.export", { module, name, from, to }];

  it.each<[what: string, first: Said[], second: Said[], result: Said[]]>([
    ["a key renamed twice", [key("Options", "a", "b")], [key("Options", "b", "c")], [key("Options", "a", "c")]],
    [
      "the keys of a renamed type",
      [symbol("Options", "Settings")],
      [key("Settings", "a", "b")],
      [symbol("Options", "Settings"), key("Options", "a", "b")],
    ],
    [
      "keys inside a renamed key",
      [key("Options", "retry", "retries")],
      [key("Options", "retries.delay", "retries.wait")],
      [key("Options", "retry", "retries"), key("Options", "retry.delay", "retries.wait")],
    ],
    [
      "a key that is a member to the second",
      [key("Options", "a", "b", { files: ["*.json"] })],
      [member("Options", "b", "c")],
      [key("Options", "a", "c", { files: ["*.json"] })],
    ],
    [
      "a key that ends in another type",
      [key("Options", "a", "b")],
      [member("Options", "b", "c", { to_container: "Other" })],
      [member("Options", "a", "c", { to_container: "Other" })],
    ],
    ["a value renamed twice", [value("on", "enabled")], [value("enabled", "active")], [value("on", "active")]],
    ["a value with dots, renamed back", [value("a.b", "c")], [value("c", "a.b")], []],
    [
      "values of a renamed type",
      [symbol("Mode", "Level")],
      [value("on", "high", "Level")],
      [symbol("Mode", "Level"), value("on", "high")],
    ],
    ["a style changed and changed back", [restyle("A", "default", "named")], [restyle("A", "named", "default")], []],
    [
      "a default export named, and renamed",
      [restyle("A", "default", "named")],
      [symbol("A", "B")],
      [restyle("B", "default", "named")],
    ],
    [
      "a name that becomes the default",
      [symbol("A", "B")],
      [restyle("B", "named", "default")],
      [restyle("A", "named", "default")],
    ],
  ])("%s", (_what, first, second, result) => {
    expect(composed(first, second)).toEqual(result);
  });
});

describe("calls", () => {
  const call = (kind: string, match: object, callable = "core.send"): Said => [kind, { callable, ...match }];
  const added = (name: string, position: number) => call("arg.add", { name, position });
  const removed = (name: string, position: number) => call("arg.remove", { name, position });
  const renamed = (from: string, to: string) => call("arg.rename", { from, to, required: false });
  const defaulted = (name: string, position: number) => call("arg.add_default", { name, position, default: "1" });
  const reordered = (...order: number[]) => call("arg.reorder", { order });
  const signature = (from: string, to: string) => call("change.signature", { from, to });

  it.each<[what: string, first: Said[], second: Said[], result: Said[]]>([
    ["argument renamed twice", [renamed("a", "b")], [renamed("b", "c")], [renamed("a", "c")]],
    ["argument renamed back", [renamed("a", "b")], [renamed("b", "a")], []],
    [
      "key of a renamed argument",
      [renamed("o", "p")],
      [renamed("p.x", "p.y")],
      [renamed("o", "p"), renamed("o.x", "p.y")],
    ],
    ["orders", [reordered(1, 2, 0)], [reordered(1, 0, 2)], [reordered(2, 1, 0)]],
    ["orders undone", [reordered(1, 2, 0)], [reordered(2, 0, 1)], []],
    ["added and removed", [added("x", 1)], [removed("x", 1)], []],
    ["added and renamed", [added("x", 1)], [renamed("x", "y")], [added("y", 1)]],
    ["renamed and removed", [renamed("a", "b")], [removed("b", 2)], [removed("a", 2)]],
    ["removed, then what stood behind it", [removed("a", 0)], [removed("b", 0)], [removed("a", 0), removed("b", 1)]],
    ["added before what is removed next", [added("x", 0)], [removed("b", 2)], [added("x", 0), removed("b", 1)]],
    ["added before what was added", [added("x", 1)], [added("y", 0)], [added("x", 2), added("y", 0)]],
    ["removed from another place", [reordered(2, 0, 1)], [removed("c", 0)], [removed("c", 2)]],
    ["default of what moved up", [removed("a", 0)], [defaulted("b", 0)], [defaulted("b", 1), removed("a", 0)]],
    ["default changed twice", [defaulted("a", 0)], [defaulted("a", 0)], [defaulted("a", 0)]],
    ["default of what is removed next", [defaulted("a", 0)], [removed("a", 0)], [removed("a", 0)]],
    ["signatures", [signature("(a)", "(b)")], [signature("(b)", "(c)")], [signature("(a)", "(c)")]],
    [
      "a signature, then an argument",
      [signature("(a)", "(b)")],
      [removed("b", 0)],
      [signature("(a)", "(b), then (removed)")],
    ],
    ["an order, then an addition", [reordered(1, 0)], [added("x", 0)], [signature("core.send($1, $2)", "pass x too")]],
  ])("%s", (_what, first, second, result) => {
    expect(composed(first, second)).toEqual(result);
  });

  it("are spoken of by the callable's first name", () => {
    const rename: Said = ["rename.callable", { module, container: "Client", from: "send", to: "post" }];
    const method = (name: string) => call("arg.reorder", { order: [1, 0] }, `core.Client.${name}`);
    expect(composed([rename], [method("post")])).toEqual([rename, method("send")]);
    expect(composed([method("send")], [rename])).toEqual([rename, method("send")]);
    expect(composed([method("send")], [remove("send", { container: "Client" })])).toEqual([
      remove("send", { container: "Client" }),
    ]);
  });
});

describe("what is said of each operation", () => {
  it("is as sure as all its steps, with each step's evidence", () => {
    const { operations } = composeManifests(
      manifestOf("1.0.0", "2.0.0", [
        ...symbol("A", "B"),
        { confidence: 0.9, evidence: { sig: "1" }, breaking: false },
      ] as unknown as Said),
      manifestOf("2.0.0", "3.0.0", [
        ...symbol("B", "C"),
        { confidence: 0.8, method: "alias", note: "see #1" },
      ] as unknown as Said),
    );
    expect(operations).toEqual([
      {
        id: "OP001",
        kind: "rename.symbol",
        match: { module, from: "A", to: "C" },
        confidence: 0.72,
        method: "alias",
        evidence: {
          steps: [
            {
              from: "1.0.0",
              to: "2.0.0",
              id: "OP001",
              kind: "rename.symbol",
              match: { module, from: "A", to: "B" },
              confidence: 0.9,
              method: "similarity",
              evidence: { sig: "1" },
            },
            {
              from: "2.0.0",
              to: "3.0.0",
              id: "OP001",
              kind: "rename.symbol",
              match: { module, from: "B", to: "C" },
              confidence: 0.8,
              method: "alias",
              evidence: {},
            },
          ],
        },
        depends_on: [],
        breaking: true,
        note: "see #1",
      },
    ]);
  });

  it("is said once more where the old name outlives the first step only", () => {
    const deprecated = manifestOf("1.0.0", "2.0.0", [
      ...symbol("A", "B"),
      { confidence: 0.6, breaking: false },
    ] as unknown as Said);
    const [again] = composeManifests(deprecated, manifestOf("2.0.0", "3.0.0", symbol("A", "B"))).operations;
    expect(again).toMatchObject({ match: { from: "A", to: "B" }, confidence: 0.99, breaking: true });
    const [gone] = composeManifests(deprecated, manifestOf("2.0.0", "3.0.0", remove("A"))).operations;
    expect(gone).toMatchObject({ match: { from: "A", to: "B" }, confidence: 0.6, breaking: true });
  });
});

describe("the manifest", () => {
  const path = [
    manifestOf("1.0.0", "1.1.0", symbol("A", "B")),
    manifestOf("1.1.0", "2.0.0", symbol("B", "C")),
    manifestOf("2.0.0", "3.0.0", symbol("C", "D")),
  ];

  it("leads from the first version to the last, and keeps each step's provenance", () => {
    const whole = composePath(path);
    expect(saidBy(whole)).toEqual([symbol("A", "D")]);
    expect(whole).toMatchObject({ from: "1.0.0", to: "3.0.0", summary: "1 renamed export." });
    expect(whole.provenance).toMatchObject({
      from_sha: "sha-1.0.0",
      to_sha: "sha-3.0.0",
      tree_from: "tree-1.0.0",
      tree_to: "tree-3.0.0",
    });
    expect(whole.steps).toEqual(path.map(({ from, to, provenance }) => ({ from, to, provenance })));
    expect(parseManifest(formatManifest(whole), "composed")).toEqual(whole);
  });

  it("is the one manifest of a path of one", () => {
    expect(composePath(path.slice(0, 1))).toBe(path[0]);
  });

  it("takes packages as far as they go, and the stricter thresholds", () => {
    const [first, second] = [path[0]!, path[1]!];
    const released = (name: string, from: string, to: string) => ({ name, from, to });
    const composed_ = composeManifests(
      {
        ...first,
        packages: [released("core", "1.0.0", "1.1.0"), released("old", "1.0.0", "1.0.1")],
        provenance: { ...first.provenance, thresholds: { auto: 0.95, warn: 0.5 } },
      },
      { ...second, packages: [released("core", "1.1.0", "2.0.0"), released("new", "0.1.0", "0.2.0")] },
    );
    expect(composed_.packages).toEqual([
      released("core", "1.0.0", "2.0.0"),
      released("old", "1.0.0", "1.0.1"),
      released("new", "0.1.0", "0.2.0"),
    ]);
    expect(composed_.provenance.thresholds).toEqual({ auto: 0.95, warn: 0.7 });
  });

  it("is refused for steps that do not meet", () => {
    expect(() => composePath([path[0]!, path[2]!])).toThrow(
      "core 1.0.0 to 1.1.0 and core 2.0.0 to 3.0.0 are no two steps of one way",
    );
    expect(() => composeManifests(path[0]!, { ...path[1]!, package: "other" })).toThrow("no two steps");
    expect(() => composePath([])).toThrow("no manifest");
  });
});
