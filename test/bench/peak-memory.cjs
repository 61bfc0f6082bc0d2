// Says on descriptor 3 how much memory the process took at most, in kilobytes.
process.once("exit", () => require("node:fs").writeSync(3, String(process.resourceUsage().maxRSS)));
