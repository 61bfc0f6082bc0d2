import { expect, test } from "vitest";
import { COMMANDS, parseCommands } from "../../../src/adapters/github/comment-commands.js";
import { fc } from "../../support/fast-check.js";

function names(body: string): string[] {
  return parseCommands(body).map((command) => (command.kind === "command" ? command.name : `?${command.text}`));
}

test("a command on the first line is read in any case", () => {
  expect(names("/migrate status")).toEqual(["status"]);
  expect(names("/Migrate STATUS please\nthank you")).toEqual(["status"]);
});

test("several commands may stand on one line and on the lines directly below", () => {
  expect(names("/migrate retry /migrate status")).toEqual(["retry", "status"]);
  expect(names("/migrate retry\r\n/migrate status\r\nand so on\r\n/migrate rollback")).toEqual(["retry", "status"]);
});

test("a command that is written twice runs once", () => {
  expect(names("/migrate retry\n/migrate retry")).toEqual(["retry"]);
});

test.each([
  "please /migrate rollback",
  "thanks!\n/migrate rollback",
  "> /migrate rollback",
  "    /migrate rollback",
  "`/migrate rollback`",
  "/migrated rollback",
  "",
])("%j holds no command", (body) => {
  expect(names(body)).toEqual([]);
});

test("an unknown command is told apart from no command", () => {
  expect(names("/migrate explode now")).toEqual(["?explode now"]);
  expect(names("/migrate")).toEqual(["?"]);
});

test("whatever follows the commands' lines changes nothing", () => {
  const command = fc.constantFrom(...COMMANDS.map(({ name }) => name));
  fc.assert(
    fc.property(fc.uniqueArray(command, { minLength: 1 }), fc.string(), (wanted, rest) => {
      const body = `${wanted.map((name) => `/migrate ${name}`).join("\n")}\n\n${rest}`;
      expect(names(body)).toEqual(wanted);
    }),
  );
});
