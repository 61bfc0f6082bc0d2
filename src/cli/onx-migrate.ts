#!/usr/bin/env node
import { Command } from "commander";
import { readVersion } from "../app/tool.js";
import { applyCommand } from "./commands/apply.js";
import { rollbackCommand } from "./commands/rollback.js";
import { serveCommand } from "./commands/serve.js";
import { main } from "./main.js";

const program = new Command("onx-migrate")
  .description("for those who depend on a core: carries out what its releases ask for")
  .version(readVersion());
for (const command of [applyCommand(), rollbackCommand(), serveCommand()]) program.addCommand(command);

await main(program);
