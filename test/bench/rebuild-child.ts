import { openAppStore } from "../../src/app/database.js";
import { headSequence } from "../../src/store/events.js";
import { closeStore } from "../../src/store/open-store.js";

/** Opens a database whose projections are far behind, which brings them to the head: tsx rebuild-child.ts FILE */
const start = performance.now();
const store = openAppStore(process.argv[2] ?? "");
const ms = performance.now() - start;
const events = headSequence(store);
closeStore(store);
console.log(JSON.stringify({ events, ms, peakMb: process.resourceUsage().maxRSS / 1_024 }));
