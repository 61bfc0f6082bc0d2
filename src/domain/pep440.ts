/** Versions and specifiers of Python packages as PEP 440 defines them: https://peps.python.org/pep-0440/ */

export interface PythonVersion {
  readonly epoch: number;
  readonly release: readonly number[];
  /** Alpha 0, beta 1, candidate 2, and its number. */
  readonly pre?: readonly [kind: number, number: number];
  readonly post?: number;
  readonly dev?: number;
  /** Lower case, without the `+`. */
  readonly local?: string;
}

interface Specifier {
  readonly operator: string;
  readonly version: PythonVersion;
  /** `==1.4.*` */
  readonly isPrefix: boolean;
}

/** Appendix B of the PEP. */
const VERSION =
  /^v?(?:(?<epoch>\d+)!)?(?<release>\d+(?:\.\d+)*)(?:[-_.]?(?<kind>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<pre>\d*))?(?:-(?<implicit>\d+)|[-_.]?(?:post|rev|r)[-_.]?(?<post>\d*))?(?:[-_.]?dev[-_.]?(?<dev>\d*))?(?:\+(?<local>[a-z\d]+(?:[-_.][a-z\d]+)*))?$/i;

const SPECIFIER = /^(?<operator>~=|={2,3}|!=|<=|>=|<|>)\s*(?<version>[^\s*]+?)(?<prefix>\.\*)?$/;

const KINDS: Readonly<Record<string, number>> = { a: 0, b: 1, c: 2, r: 2, p: 2 };

export function parsePythonVersion(text: string): PythonVersion | undefined {
  const found = VERSION.exec(text.trim())?.groups;
  if (found === undefined) return undefined;
  const { kind, pre, dev, local, post = found["implicit"] } = found;
  return {
    epoch: Number(found["epoch"] ?? 0),
    release: (found["release"] ?? "").split(".").map(Number),
    ...(kind !== undefined && { pre: [KINDS[kind.charAt(0).toLowerCase()] ?? 0, Number(pre)] }),
    ...(post !== undefined && { post: Number(post) }),
    ...(dev !== undefined && { dev: Number(dev) }),
    ...(local !== undefined && { local: local.toLowerCase() }),
  };
}

export function comparePythonVersions(a: PythonVersion, b: PythonVersion): number {
  return comparePublic(a, b) || compareLocal(a.local, b.local);
}

/** Says which versions a comma-separated list of specifiers admits; undefined where the text is none. */
export function parseSpecifiers(text: string): ((version: PythonVersion) => boolean) | undefined {
  const specifiers = text.split(",").map((part) => parseSpecifier(part.trim()));
  if (!specifiers.every((each) => each !== undefined)) return undefined;
  const admitsPre = specifiers.some(({ operator, version }) => operator !== "!=" && isPreRelease(version));
  return (version) =>
    (admitsPre || !isPreRelease(version)) && specifiers.every((specifier) => satisfies(version, specifier));
}

function parseSpecifier(text: string): Specifier | undefined {
  const found = SPECIFIER.exec(text)?.groups;
  const version = parsePythonVersion(found?.["version"] ?? "");
  const operator = found?.["operator"] ?? "";
  if (version === undefined) return undefined;
  if (operator === "===" && found?.["prefix"] === undefined) return { operator, version, isPrefix: false };
  const isExact = operator === "==" || operator === "!=";
  const isPrefix = found?.["prefix"] !== undefined;
  if (isPrefix && !(isExact && isBare(version))) return undefined;
  if (version.local !== undefined && !isExact) return undefined;
  if (operator === "~=" && version.release.length < 2) return undefined;
  return { operator, version, isPrefix };
}

function satisfies(version: PythonVersion, { operator, version: bound, isPrefix }: Specifier): boolean {
  const order = comparePublic(version, bound);
  switch (operator) {
    // Whatever the parts stand for: `===1.0` is no 1.0.0.
    case "===":
      return JSON.stringify(version) === JSON.stringify(bound);
    case "==":
      return isPrefix ? startsWith(version, bound) : isSame(version, bound);
    case "!=":
      return isPrefix ? !startsWith(version, bound) : !isSame(version, bound);
    case "~=":
      return order >= 0 && startsWith(version, { ...bound, release: bound.release.slice(0, -1) });
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    // Neither end takes in what belongs to the very release that it names: `>1.7` no 1.7.post1, `<1.7` no 1.7rc1.
    case ">":
      return order > 0 && !(hasSameRelease(version, bound) && version.post !== undefined && bound.post === undefined);
    default:
      return order < 0 && !(hasSameRelease(version, bound) && isPreRelease(version) && !isPreRelease(bound));
  }
}

/** A bound that names no local version admits any. */
function isSame(version: PythonVersion, bound: PythonVersion): boolean {
  return (
    comparePublic(version, bound) === 0 && (bound.local === undefined || compareLocal(version.local, bound.local) === 0)
  );
}

function startsWith({ epoch, release }: PythonVersion, prefix: PythonVersion): boolean {
  return epoch === prefix.epoch && prefix.release.every((part, i) => part === (release[i] ?? 0));
}

function hasSameRelease(a: PythonVersion, b: PythonVersion): boolean {
  return a.epoch === b.epoch && compareLists(a.release, b.release) === 0;
}

function isPreRelease({ pre, dev }: PythonVersion): boolean {
  return pre !== undefined || dev !== undefined;
}

function isBare({ pre, post, dev, local }: PythonVersion): boolean {
  return [pre, post, dev, local].every((part) => part === undefined);
}

function comparePublic(a: PythonVersion, b: PythonVersion): number {
  return a.epoch - b.epoch || compareLists(a.release, b.release) || compareLists(phasesOf(a), phasesOf(b));
}

/** `1.0.dev1 < 1.0a1.dev1 < 1.0a1 < 1.0 < 1.0.post1.dev1 < 1.0.post1` */
function phasesOf({ pre, post, dev }: PythonVersion): number[] {
  const final = post === undefined && dev !== undefined ? -1 : 3;
  return [pre?.[0] ?? final, pre?.[1] ?? 0, post ?? -1, dev ?? Number.MAX_VALUE];
}

/** Missing numbers are zero. */
function compareLists(a: readonly number[], b: readonly number[]): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = (a[i] ?? 0) - (b[i] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

/** Part by part: none comes first, then words, then numbers. */
function compareLocal(a: string | undefined, b: string | undefined): number {
  const [left = [], right = []] = [a, b].map((local) => local?.split(/[-_.]/));
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [one, other] = [rankOf(left[i]), rankOf(right[i])];
    const order = one.rank - other.rank || one.number - other.number;
    if (order !== 0) return order;
    if (one.word !== other.word) return one.word < other.word ? -1 : 1;
  }
  return 0;
}

function rankOf(part: string | undefined): { rank: number; number: number; word: string } {
  if (part === undefined) return { rank: 0, number: 0, word: "" };
  return /^\d+$/.test(part) ? { rank: 2, number: Number(part), word: "" } : { rank: 1, number: 0, word: part };
}
