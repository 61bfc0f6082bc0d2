import { createHash } from "node:crypto";
import { generateManifest } from "../../src/app/generate.js";

/** Prints the hash of every file that a comparison gives, timings aside: `node generate-child.ts REPOSITORY FROM TO`. */
const [path = "", from = "", to = ""] = process.argv.slice(2);
const { files } = await generateManifest({ origin: { kind: "git", path }, from, to });
const hashes = [...files].map(([name, text]) => {
  const stable = name === "manifest_report.json" ? JSON.stringify({ ...JSON.parse(text), run: null }) : text;
  return [name, createHash("sha256").update(stable).digest("hex")];
});
process.stdout.write(JSON.stringify(Object.fromEntries(hashes)));
