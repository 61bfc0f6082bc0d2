import { readFileSync } from "node:fs";

/** The program's own version, from the package.json above the sources and the built files alike. */
export function readVersion(): string {
  for (const up of ["../../package.json", "../../../package.json"]) {
    try {
      const parsed: unknown = JSON.parse(readFileSync(new URL(up, import.meta.url), "utf8"));
      if (parsed !== null && typeof parsed === "object" && "version" in parsed) return String(parsed.version);
    } catch {
      continue;
    }
  }
  return "unknown";
}
