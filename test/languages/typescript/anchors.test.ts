import { ts } from "ts-morph";
import { expect, test } from "vitest";
import { commentAnchor } from "../../../src/languages/typescript/rewrite/anchors.js";

/** The text with a comment at the anchor of the first `gone`. */
function commented(text: string): string {
  const file = ts.createSourceFile("a.tsx", text, ts.ScriptTarget.ESNext, true);
  const { offset, indent, eol } = commentAnchor(file, text.lastIndexOf("gone"));
  return `${text.slice(0, offset)}${indent}// TODO${eol}${text.slice(offset)}`;
}

test.each([
  ["above the statement's line", "a();\n\tgone();\n", "a();\n\t// TODO\n\tgone();\n"],
  ["above a line of several statements", "a();\nb(); gone();\n", "a();\n// TODO\nb(); gone();\n"],
  ["above a comment on the same line", "a();\n  /* b */ gone();\n", "a();\n  // TODO\n  /* b */ gone();\n"],
  ["above a comment that ends on the line", "/*\n * b\n */ gone();\n", "// TODO\n/*\n * b\n */ gone();\n"],
  ["not above comments of their own", "/* a */\n\ngone();\n", "/* a */\n\n// TODO\ngone();\n"],
  ["above decorators", "class A {\n  @b\n  c = gone;\n}\n", "class A {\n  // TODO\n  @b\n  c = gone;\n}\n"],
  ["outside of JSX", "a = (\n  <b>\n    {gone}\n  </b>\n);\n", "// TODO\na = (\n  <b>\n    {gone}\n  </b>\n);\n"],
  ["outside of templates", "a = `\n  ${gone}\n`;\n", "// TODO\na = `\n  ${gone}\n`;\n"],
  ["below a shebang", "#!/usr/bin/env node\ngone();\n", "#!/usr/bin/env node\n// TODO\ngone();\n"],
  ["with the file's line endings", "a();\r\ngone();\r\n", "a();\r\n// TODO\r\ngone();\r\n"],
])("a comment goes %s", (_where, text, expected) => {
  expect(commented(text)).toBe(expected);
});
