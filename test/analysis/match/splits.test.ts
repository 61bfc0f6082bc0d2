import { expect, test } from "vitest";
import { compareVersions } from "../../../src/analysis/match/compare.js";
import { openIndex } from "../../support/core-version.js";

const READ = `
  const text = readText(path);
  if (text === "") throw new Error("empty");
  const rows = text.split(";").map((row) => trimRow(row));
  for (const row of rows) checkRow(row, path);`;
const WRITE = `
  const lines = rows.map((row) => formatRow(row) + "\\n");
  if (lines.length > 1000) lines.push(footer(lines.length));
  writeText(path, lines.join(""));
  return lines.length;`;
const HELPERS = `
declare function readText(path: string): string;
declare function trimRow(row: string): string;
declare function checkRow(row: string, path: string): void;
declare function formatRow(row: string): string;
declare function footer(count: number): string;
declare function writeText(path: string, text: string): void;`;

test("a function whose code went into two new ones was split", async () => {
  const from = await openIndex(`${HELPERS}export function convert(path: string): number {${READ}${WRITE}}`);
  const to = await openIndex(`${HELPERS}
export function ingest(path: string): string[] {${READ}
  return rows;}
export function emit(path: string, rows: string[]): number {${WRITE}}`);
  const [removal] = compareVersions(from, to).diff.removals;
  expect(removal?.symbol.name).toBe("convert");
  expect(removal?.replacement).toBe("split into `emit` and `ingest`");
});

test("two functions whose code is in one now were merged", async () => {
  const from = await openIndex(`${HELPERS}
export function ingest(path: string): string[] {${READ}
  return rows;}
export function emit(path: string, rows: string[]): number {${WRITE}}`);
  const to = await openIndex(`${HELPERS}export function convert(path: string): number {${READ}${WRITE}}`);
  const { removals, pairs } = compareVersions(from, to).diff;
  const merged = removals.filter(({ replacement }) => replacement === "merged into `convert`");
  expect(merged.length + pairs.filter((pair) => pair.to.name === "convert").length).toBe(2);
  expect(merged.length).toBeGreaterThan(0);
});

test("new functions that share no code with a removed one do not explain it", async () => {
  const from = await openIndex(`${HELPERS}export function convert(path: string): number {${READ}${WRITE}}`);
  const to = await openIndex(`${HELPERS}
export function open(path: string): boolean { return path.startsWith("/") && path.length > 1; }
export function close(count: number): string { return footer(count).toUpperCase(); }`);
  const [removal] = compareVersions(from, to).diff.removals;
  expect(removal?.replacement).toBeUndefined();
});
