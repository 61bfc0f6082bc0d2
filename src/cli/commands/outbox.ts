import { Argument, Command } from "commander";
import type { DeadLetter } from "../../app/dead-letters.js";
import { OnxError } from "../../domain/errors.js";
import { defaultDatabase } from "../default-database.js";
import { print, printJson } from "../output.js";

interface Flags {
  readonly database: string;
  readonly all: boolean;
  readonly json: boolean;
}

const EXAMPLE = `
Example:
  $ onx-migrate outbox list
  $ onx-migrate outbox retry pull-request.open:m1:a1
  $ onx-migrate outbox retry --all

A running App takes up what is to be tried again within seconds.`;

export function outboxCommand(): Command {
  return new Command("outbox")
    .description("list what the App has given up, or have it tried again")
    .addArgument(new Argument("<action>", "what to do").choices(["list", "retry"]))
    .argument("[keys...]", "what to retry, as listed")
    .option("--all", "retry everything that was given up", false)
    .option("--database <file>", "the App's database (default: $DATA_DIR/store.db)", defaultDatabase())
    .option("--json", "print the result as JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run(action: "list" | "retry", keys: readonly string[], flags: Flags): Promise<void> {
  const { listDeadLetters, retryDeadLetters } = await import("../../app/dead-letters.js");
  if (action === "list") {
    const letters = listDeadLetters(flags.database);
    if (flags.json) printJson(letters);
    else print(letters.length === 0 ? "nothing was given up" : letters.map(render).join("\n"));
    return;
  }
  if ((keys.length === 0) !== flags.all) {
    throw new OnxError("outbox.keys", "either keys or --all say what to retry", {
      remedy: "see onx-migrate outbox list",
    });
  }
  const retried = retryDeadLetters(flags.database, flags.all ? "all" : keys);
  if (flags.json) printJson(retried);
  else print(retried.length === 0 ? "nothing was given up" : `${retried.length} will be tried again`);
}

function render({ key, kind, attempts, error }: DeadLetter): string {
  return `${key}  (${kind}, tried ${attempts} ${attempts === 1 ? "time" : "times"})\n    ${error ?? "no reason was noted"}`;
}
