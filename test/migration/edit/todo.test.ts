import { expect, test } from "vitest";
import { todoEdits } from "../../../src/migration/edit/todo.js";

const anchor = { offset: 4, indent: "  ", eol: "\n", above: "" };

test("what several operations say of one place is one comment", () => {
  const first = { operation: "OP001", text: "pass  a\ntoo", anchor };
  expect(todoEdits([first, { operation: "OP002", text: "pass b too", anchor }, first])).toEqual([
    { start: 4, end: 4, text: "  // TODO(onx-migrate OP001, OP002): pass a too; pass b too\n" },
  ]);
});

test.each([
  ["its own comment", "  // TODO(onx-migrate OP001): pass a too\n"],
  ["another operation's", "  // TODO(onx-migrate OP007): pass a too\r\n"],
  ["one of several", "  // TODO(onx-migrate OP007, OP008): decide; pass a too; look\n"],
])("nothing is added below %s", (_what, above) => {
  expect(todoEdits([{ operation: "OP001", text: "pass a too", anchor: { ...anchor, above } }])).toEqual([]);
});

test.each([
  ["says more", "// TODO(onx-migrate OP001): pass a too: it was 3\n"],
  ["says something that ends alike", "// TODO(onx-migrate OP001): do not pass b or pass a too soon\n"],
  ["is a person's own", "// TODO: pass a too\n"],
])("a comment that %s is another one", (_what, above) => {
  expect(todoEdits([{ operation: "OP001", text: "pass a too", anchor: { ...anchor, above } }])).toHaveLength(1);
});
