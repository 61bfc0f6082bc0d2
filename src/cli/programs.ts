import { Command } from "commander";
import { readVersion } from "../app/tool.js";
import { applyCommand } from "./commands/apply.js";
import { backupCommand } from "./commands/backup.js";
import { compatCommand } from "./commands/compat.js";
import { doctorCommand } from "./commands/doctor.js";
import { explainCommand } from "./commands/explain.js";
import { generateCommand } from "./commands/generate.js";
import { impactCommand } from "./commands/impact.js";
import { notesCommand } from "./commands/notes.js";
import { outboxCommand } from "./commands/outbox.js";
import { publishCommand } from "./commands/publish.js";
import { reindexCommand } from "./commands/reindex.js";
import { rollbackCommand } from "./commands/rollback.js";
import { schemasCommand } from "./commands/schemas.js";
import { semverCommand } from "./commands/semver.js";
import { serveCommand } from "./commands/serve.js";
import { snapshotCommand } from "./commands/snapshot.js";
import { verifyCommand } from "./commands/verify.js";

export function manifestProgram(): Command {
  return program("onx-manifest", "for those who release a core: writes down what a release changed", [
    generateCommand(),
    snapshotCommand(),
    notesCommand(),
    publishCommand(),
    explainCommand(),
    semverCommand(),
    impactCommand(),
    compatCommand(),
    verifyCommand(),
  ]);
}

export function migrateProgram(): Command {
  return program("onx-migrate", "for those who depend on a core: carries out what its releases ask for", [
    applyCommand(),
    rollbackCommand(),
    schemasCommand(),
    serveCommand(),
    doctorCommand(),
    outboxCommand(),
    reindexCommand(),
    backupCommand(),
  ]);
}

function program(name: string, description: string, commands: readonly Command[]): Command {
  const built = new Command(name).description(description).version(readVersion());
  for (const command of commands) built.addCommand(command);
  return built;
}
