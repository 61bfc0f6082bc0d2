import { Command } from "commander";
import { defaultDatabase } from "../default-database.js";
import { print } from "../output.js";

const EXAMPLE = `
Example:
  $ onx-migrate backup /backups/onx-migrate-today.db

The App can go on meanwhile: the copy is the database as it is at one moment. The registry and the artifacts are plain files
beside it, to be copied as they are.`;

export function backupCommand(): Command {
  return new Command("backup")
    .description("copy the App's database, which may be in use, to a new file")
    .argument("<file>", "file to write, which must not be there yet")
    .option("--database <file>", "the App's database (default: $DATA_DIR/store.db)", defaultDatabase())
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run(file: string, { database }: { readonly database: string }): Promise<void> {
  const { backUpDatabase } = await import("../../app/database.js");
  const bytes = await backUpDatabase(database, file);
  print(`${file}: ${(bytes / 1_000_000).toFixed(1)} MB`);
}
