import semver from "semver";
import { OnxError } from "../domain/errors.js";
import { compareText } from "../domain/hash.js";
import { comparePythonVersions, parsePythonVersion, parseSpecifiers } from "../domain/pep440.js";

/** Says whether a version lies in a range. */
export type VersionRange = (version: string) => boolean;

/** npm takes some of these for operators of its own, with other meanings. */
const PYTHON_ONLY = /,|[~=!]=/;

/**
 * A range in npm's notation (`^1.2`, `>=1 <3`) or PEP 440's (`~=1.4`, `>=1,<3,!=2.0`). What reads the same in both, such as `>=1.0`, holds
 * for versions of either. Throws `OnxError` (`range-invalid`).
 */
export function parseVersionRange(text: string): VersionRange {
  const npm = PYTHON_ONLY.test(text) || text.trim() === "" ? null : semver.validRange(text);
  const python = parseSpecifiers(text);
  if (npm === null && python === undefined) {
    throw new OnxError("range-invalid", `${JSON.stringify(text)} is no range of versions`, {
      remedy: 'write it as npm does (">=1.2 <2", "^1.2") or as PEP 440 does (">=1.2,<2", "~=1.4")',
    });
  }
  return (version) => {
    if (npm !== null && semver.valid(version) !== null) return semver.satisfies(version, npm);
    const parsed = parsePythonVersion(version);
    return parsed !== undefined && python?.(parsed) === true;
  };
}

/** True for a version in either notation. */
export function isVersion(text: string): boolean {
  return semver.valid(text) !== null || parsePythonVersion(text) !== undefined;
}

/** Semver's order, else PEP 440's; what is no version of either comes last. */
export function compareVersions(a: string, b: string): number {
  if (semver.valid(a) !== null && semver.valid(b) !== null) return semver.compare(a, b) || compareText(a, b);
  const [left, right] = [parsePythonVersion(a), parsePythonVersion(b)];
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined) || compareText(a, b);
  return comparePythonVersions(left, right) || compareText(a, b);
}
