import { expect, test } from "vitest";
import type { Operation } from "../../../src/domain/operation.js";
import { explainMiss, explainWrong, type Traces } from "./explain.js";
import type { Label } from "./labels.js";

function operation(kind: string, match: Record<string, unknown>, confidence: number): Operation {
  return { id: "OP001", kind, match, confidence, method: "similarity", evidence: {}, breaking: true, depends_on: [] };
}

const TRACES: Traces = {
  operations: [
    operation("rename.callable", { module: "core", container: "Box", from: "open", to: "unseal" }, 0.83),
    operation("remove.symbol", { module: "core", name: "shut" }, 0.95),
  ],
  candidates: [{ from: "core:shut", to: "core:close", score: 0.21, reason: "not likely enough" }],
  unresolved: [],
  names: {
    from: ["core.Box", "core.Box.open", "core.shut", "core.stay", "core.Old", "core.Old.part"],
    to: ["core.Box", "core.Box.unseal", "core.Box.reveal", "core.close", "core.stay", "core.piece"],
  },
  modules: { from: new Set(["core"]), to: new Set(["core"]) },
};

function label(from: string, to: string | undefined, rest: Partial<Label> = {}): Label {
  return { kind: "rename.callable", module: "core", from, to, inferable: true, ...rest };
}

test.each([
  [label("gone", "close"), "not on the surface"],
  [label("shut", "lock"), "target not on the surface"],
  [label("open", "reveal", { container: "Box" }), "taken by unseal (0.83)"],
  [label("shut", "close"), "called removed, itself 0.21 alone"],
  [label("stay", "close"), "survives"],
  [label("part", "piece", { container: "Old" }), "container not matched"],
  [label("open", undefined, { kind: "removed", container: "Box" }), "called rename.callable to unseal (0.83)"],
  [
    label("*", "*", { kind: "rename.import", module: "core/a", toModule: "core/b" }),
    "target module not among the entries",
  ],
])("why %o was missed", (missed, why) => {
  expect(explainMiss(missed, TRACES)).toBe(why);
});

test("what the labels hold against an operation", () => {
  const wrong = { kind: "rename.callable", container: "Box", from: "open", to: "unseal", confidence: 0.83 };
  const other = label("open", "unseal", { kind: "not-a-rename", container: "Box" });
  expect(explainWrong(wrong, [label("open", "reveal", { container: "Box" })], TRACES)).toBe(
    "is reveal: taken by unseal (0.83)",
  );
  expect(explainWrong(wrong, [other], TRACES)).toBe("labelled as no rename");
  expect(explainWrong(wrong, [], TRACES)).toBe("not among the complete labels");
});
