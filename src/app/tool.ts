import { readFileSync } from "node:fs";

/** The program's name and version, as manifests record them. */
export const TOOL = `onx-migrate ${readVersion()}`;

/** The program's own version, from the package.json above the sources and the built files alike. */
export function readVersion(): string {
  for (const up of ["../../package.json", "../../../package.json"]) {
    const parsed = readJson(new URL(up, import.meta.url));
    if (parsed !== null && typeof parsed === "object" && "version" in parsed) return String(parsed.version);
  }
  return "unknown";
}

function readJson(url: URL): unknown {
  try {
    return JSON.parse(readFileSync(url, "utf8"));
  } catch {
    return undefined;
  }
}
