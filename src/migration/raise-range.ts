import semver from "semver";

export type Raised =
  | { readonly kind: "raised"; readonly range: string }
  /** The range asks for the new version, or a later one, already. */
  | { readonly kind: "reached" }
  /** `*`, a tag, an alias, a protocol, a URL: nothing that holds a version to raise. */
  | { readonly kind: "unversioned" };

interface Comparator {
  readonly operator: string;
  /** As many parts as were written: `0.9` has two. */
  readonly parts: readonly string[];
}

const COMPARATOR = /^(\^|~>?|>=|<=|>|<|=)?v?([\dxX*]+(?:\.[\dxX*]+){0,2})(?:[-+].*)?$/;

/** The range that asks for `to` in the style of the one that asked for an earlier version: operator, precision and `v` kept. */
export function raiseRange(range: string, to: string): Raised {
  if (lowestOf(range) === undefined) return { kind: "unversioned" };
  if (startsAt(range, to)) return { kind: "reached" };
  const branches = range.split("||").map((branch) => branch.trim());
  const older = branches.filter((branch) => !startsAt(branch, to));
  const admitting = older.filter((branch) => semver.satisfies(to, branch, { includePrerelease: true }));
  const raised = admitting.length > 0 ? admitting : older.slice(-1);
  const kept = branches.filter((branch) => !older.includes(branch) || raised.includes(branch));
  return { kind: "raised", range: [...new Set(kept.map((branch) => raiseBranch(branch, to)))].join(" || ") };
}

/** Whether the range admits nothing before the version. */
function startsAt(range: string, version: string): boolean {
  const lowest = semver.minVersion(range);
  return lowest !== null && semver.gte(lowest, version);
}

/** Keeps what the range admits and adds `to`, for a package that works with both. */
export function widenRange(range: string, to: string): Raised {
  const raised = raiseRange(range, to);
  if (raised.kind !== "raised") return raised;
  if (semver.satisfies(to, range, { includePrerelease: true })) return { kind: "reached" };
  return { kind: "raised", range: `${range.trim()} || ${raised.range}` };
}

/** The lowest version that the range admits; undefined where it names none. */
export function lowestOf(range: string): string | undefined {
  if (semver.validRange(range) === null || semver.validRange(range) === "*") return undefined;
  return semver.minVersion(range)?.version;
}

function raiseBranch(branch: string, to: string): string {
  if (startsAt(branch, to)) return branch;
  const parts = branch
    .replace(/([\^~<>=])\s+/g, "$1")
    .split(/\s+/)
    .map(parseComparator);
  const [first, second] = parts;
  if (first === undefined || parts.length > 2) return `^${to}`;
  if (parts.length === 1) return raiseSingle(branch, first, to);
  if (second === undefined || !first.operator.startsWith(">") || !second.operator.startsWith("<")) return `^${to}`;
  return `>=${cut(to, first.parts.length)} ${raiseUpper(branch, second, to)}`;
}

function raiseSingle(branch: string, { operator, parts }: Comparator, to: string): string {
  const v = /^[\^~=]?v/.test(branch) ? "v" : "";
  if (operator.startsWith("<")) return `^${to}`;
  if (operator.startsWith(">")) return `>=${v}${cut(to, parts.length)}`;
  if (operator === "^") return `^${v}${cut(to, parts.length)}`;
  const precise = parts.length === 3 && parts.every(isNumber);
  if (precise) return `${operator}${v}${to}`;
  return raisePartial(operator, parts, to) ?? `^${to}`;
}

/** `1`, `1.x`, `~1.2`: kept short where the parts that go unwritten are zero. */
function raisePartial(operator: string, parts: readonly string[], to: string): string | undefined {
  const numbers = parts.filter(isNumber).length;
  if (semver.prerelease(to) !== null || !endsInZeros(to, numbers)) return undefined;
  const written = to.split(".").slice(0, numbers);
  return `${operator}${[...written, ...parts.slice(numbers)].join(".")}`;
}

function raiseUpper(branch: string, upper: Comparator, to: string): string {
  const text = branch.slice(branch.indexOf("<")).replace(/\s+/g, "");
  if (semver.satisfies(to, text, { includePrerelease: true })) return text;
  const { major, minor } = new semver.SemVer(to);
  const next = major > 0 ? `${major + 1}.0.0` : `0.${minor + 1}.0`;
  return `<${cut(next, upper.parts.length)}${text.endsWith("-0") ? "-0" : ""}`;
}

/** At most so many parts, but none that says something. */
function cut(version: string, parts: number): string {
  if (parts >= 3 || semver.prerelease(version) !== null || !endsInZeros(version, parts)) return version;
  return version.split(".").slice(0, parts).join(".");
}

function endsInZeros(version: string, from: number): boolean {
  return version
    .split(".")
    .slice(from)
    .every((part) => part === "0");
}

function parseComparator(text: string): Comparator | undefined {
  const found = COMPARATOR.exec(text);
  return found === null ? undefined : { operator: found[1] ?? "", parts: (found[2] ?? "").split(".") };
}

function isNumber(part: string): boolean {
  return /^\d+$/.test(part);
}
