import semver from "semver";
import type { Bump } from "../domain/manifest.js";
import type { ApiDiff } from "../domain/matching.js";
import type { Operation } from "../domain/operation.js";
import { qualifiedName } from "../domain/symbol.js";

/** The bump that the version numbers claim. */
export function declaredBump(from: string, to: string): Bump {
  if (semver.valid(from) === null || semver.valid(to) === null) return "none";
  const difference = semver.diff(from, to)?.replace("pre", "");
  if (difference === "major" || difference === "minor" || difference === "patch") return difference;
  return difference === undefined ? "none" : "patch";
}

/** The bump that the changes demand (semver.org): anything that breaks a dependent is major, anything new is minor. */
export function requiredBump(operations: readonly Pick<Operation, "breaking">[], additions: readonly string[]): Bump {
  if (operations.some(({ breaking }) => breaking)) return "major";
  return operations.length > 0 || additions.length > 0 ? "minor" : "patch";
}

/** Names that can be written with `to` alone, as `module.Container.name`. */
export function additionsOf({ from, to }: ApiDiff): string[] {
  const before = new Set(from.symbols.map(qualifiedName));
  return to.symbols.map(qualifiedName).filter((name) => !before.has(name));
}
