import { parentPort, workerData } from "node:worker_threads";
import type { ProposedOperation } from "../../domain/operation.js";
import type { ParsedFiles } from "../../languages/typescript/mount/parsed-files.js";
import { readAhead } from "./check.js";
import { verifyWithWitnesses } from "./verify.js";
import type { WitnessedCore } from "./witnessed-core.js";

/** A thread that gives witnesses to the operations it is sent, and reads both versions while it waits for them. */
const core = workerData as WitnessedCore;
const parsed: ParsedFiles = new Map();
parentPort?.on("message", (operations: readonly ProposedOperation[]) => {
  parentPort?.postMessage(verifyWithWitnesses(operations, core, parsed));
});
for (const version of [core.from, core.to]) readAhead(version, parsed);
