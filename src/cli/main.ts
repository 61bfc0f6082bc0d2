import { type Command, CommanderError } from "commander";
import { isOnxError, messageOf } from "../domain/errors.js";
import { complain } from "./output.js";

/** Runs a program to its exit code: 0 done · 1 a person is needed · 2 unusable input · 3 internal error. */
export async function main(program: Command, argv: readonly string[] = process.argv): Promise<void> {
  endQuietlyWhenNobodyReads(process.stdout);
  endQuietlyWhenNobodyReads(process.stderr);
  prepare(program, program.name());
  for (const command of program.commands) prepare(command, `${program.name()} ${command.name()}`);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error, program.name());
  }
}

/** One line for wrong usage, too, with where to read more. */
function prepare(command: Command, name: string): void {
  command
    .exitOverride()
    .configureOutput({ outputError: (text) => complain(`${name}: ${usageError(text)}: see ${name} --help`) });
}

function report(error: unknown, program: string): number {
  // Commander has printed its line by now; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (isOnxError(error)) {
    complain(`${program}: ${error.message}`);
    return error.exitCode;
  }
  complain(`${program}: internal error: ${messageOf(error)}`);
  if (process.env["DEBUG"] && error instanceof Error && error.stack !== undefined) complain(error.stack);
  return 3;
}

function usageError(text: string): string {
  const line = text.trim().replace(/\s*\n\s*/g, " ");
  return line.replace(/^error: /, "").replace(/\.$/, "");
}

function endQuietlyWhenNobodyReads(stream: NodeJS.WriteStream): void {
  if (!stream.listeners("error").includes(onStreamError)) stream.on("error", onStreamError);
}

/** `onx-manifest … | head` closes the pipe early, which is no error. */
function onStreamError(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}
