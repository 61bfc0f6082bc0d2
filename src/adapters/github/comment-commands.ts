export const COMMANDS = [
  { name: "status", usage: "/migrate status", effect: "says how this migration stands" },
  { name: "retry", usage: "/migrate retry", effect: "runs it again on the newest commit of the base branch" },
  { name: "rollback", usage: "/migrate rollback", effect: "takes the migration back, before or after the merge" },
  { name: "help", usage: "/migrate help", effect: "lists these commands" },
] as const;

export type CommandName = (typeof COMMANDS)[number]["name"];

export type CommentCommand =
  { readonly kind: "command"; readonly name: CommandName } | { readonly kind: "unknown"; readonly text: string };

/**
 * The commands of a comment: its first line begins with `/migrate`, and further ones follow on that line or on the lines directly
 * below. Anything else ends the list, so that quoting a command in the middle of a text does nothing.
 */
export function parseCommands(body: string): CommentCommand[] {
  const lines = body.replace(/^\uFEFF/, "").split(/\r?\n/);
  const first = lines.findIndex((line) => !isCommandLine(line));
  const commandLines = lines.slice(0, first < 0 ? lines.length : first);
  const commands = commandLines.flatMap(commandsOfLine);
  return commands.filter((command, index) => commands.findIndex((other) => same(command, other)) === index);
}

function isCommandLine(line: string): boolean {
  return /^\s{0,3}\/migrate(\s|$)/i.test(line);
}

function commandsOfLine(line: string): CommentCommand[] {
  return line
    .split(/\/migrate(?=\s|$)/i)
    .slice(1)
    .map((text) => commandOf(text.trim()));
}

function commandOf(text: string): CommentCommand {
  const [word = ""] = text.toLowerCase().split(/\s+/);
  const known = COMMANDS.find((command) => command.name === word);
  return known === undefined ? { kind: "unknown", text } : { kind: "command", name: known.name };
}

function same(a: CommentCommand, b: CommentCommand): boolean {
  if (a.kind === "command" && b.kind === "command") return a.name === b.name;
  return a.kind === "unknown" && b.kind === "unknown" && a.text === b.text;
}
