import { once } from "node:events";
import { openCampaign } from "./flow.js";
import { say } from "./say.js";
import { send } from "../../src/app/commands.js";
import { openAppStore } from "../../src/app/database.js";
import { isOnxError, messageOf } from "../../src/domain/errors.js";
import { closeStore } from "../../src/store/open-store.js";

/**
 * Opens campaigns until one fails, says why, waits for a line of input, and opens ten more. As a process of its own, for
 * what can only be done to one:
 *   tsx test/crash/writer.ts DATABASE PREFIX
 */
const [file = "", prefix = ""] = process.argv.slice(2);
const MOST = 100_000;
const store = openAppStore(file);
// The log is moved into the database only at the end, so that it is the log that finds no room.
store.db.pragma("wal_autocheckpoint = 0");

function open(name: string): void {
  send(store, { actor: "server", metadata: {} }, name, openCampaign(name));
  say(`accepted ${name}`);
}

try {
  for (let at = 0; at < MOST; at++) open(`${prefix}-${at}`);
} catch (error) {
  say(`failed ${isOnxError(error) ? error.code : "untyped"} ${messageOf(error)}`);
}
await once(process.stdin, "data");
for (let at = 0; at < 10; at++) open(`${prefix}-later-${at}`);
closeStore(store);
process.exit();
