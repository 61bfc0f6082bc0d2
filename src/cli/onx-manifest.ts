#!/usr/bin/env node
import { Command } from "commander";
import { readVersion } from "../app/tool.js";
import { explainCommand } from "./commands/explain.js";
import { generateCommand } from "./commands/generate.js";
import { notesCommand } from "./commands/notes.js";
import { publishCommand } from "./commands/publish.js";
import { snapshotCommand } from "./commands/snapshot.js";
import { main } from "./main.js";

const program = new Command("onx-manifest")
  .description("for those who release a core: writes down what a release changed")
  .version(readVersion());
for (const command of [generateCommand(), snapshotCommand(), notesCommand(), publishCommand(), explainCommand()]) {
  program.addCommand(command);
}

await main(program);
