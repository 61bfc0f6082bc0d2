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

/** Names that can be written with `to` alone and stand for nothing that was there before, as `module.Container.name`. */
export function additionsOf({ from, to, pairs, kept }: ApiDiff): string[] {
  const before = new Set(from.symbols.map(qualifiedName));
  const successors = new Set([...pairs, ...kept].map((pair) => pair.to));
  return to.symbols
    .filter((symbol) => !successors.has(symbol))
    .map(qualifiedName)
    .filter((name) => !before.has(name));
}

/** What the number of the next version has to say. */
export interface RequiredNumber {
  readonly bump: Bump;
  /** Why it is not the bump that the changes themselves demand. */
  readonly rule?: string;
}

/**
 * The bump that changes of a weight ask of the version after `from`. Semver.org promises nothing before 1.0.0; dependents' caret
 * ranges, as npm reads them, hold what is left of the first number that is not zero.
 */
export function requiredNumber(changes: Bump, from: string): RequiredNumber {
  const version = semver.parse(from);
  if (version === null || changes === "none") return { bump: changes };
  if (version.prerelease.length > 0)
    return { bump: "patch", rule: "a prerelease promises nothing: any next version will do" };
  if (version.major > 0) return { bump: changes };
  if (version.minor === 0) return { bump: "patch", rule: "at 0.0.z every version may break: ^0.0.z admits no other" };
  const rule = "at 0.y.z a minor version may break and a patch may add: ^0.y.z admits patches only";
  return { bump: changes === "major" ? "minor" : "patch", rule };
}

const BUMPS: readonly Bump[] = ["none", "patch", "minor", "major"];

export function isEnough(declared: Bump, required: Bump): boolean {
  return BUMPS.indexOf(declared) >= BUMPS.indexOf(required);
}
