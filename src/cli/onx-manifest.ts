#!/usr/bin/env node
import { main } from "./main.js";
import { manifestProgram } from "./programs.js";

await main(manifestProgram());
