#!/usr/bin/env node
import { main } from "./main.js";
import { migrateProgram } from "./programs.js";

await main(migrateProgram());
