import picomatch from "picomatch";
import semver from "semver";
import { parse } from "yaml";
import { z } from "zod";

const ranges = z.record(z.string(), z.string()).catch({});

const packageJsonSchema = z.looseObject({
  name: z.string().optional().catch(undefined),
  dependencies: ranges.optional(),
  devDependencies: ranges.optional(),
  peerDependencies: ranges.optional(),
  optionalDependencies: ranges.optional(),
  workspaces: z
    .union([z.array(z.string()), z.looseObject({ packages: z.array(z.string()) }).transform((value) => value.packages)])
    .optional()
    .catch(undefined),
});

const FIELDS = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"] as const;

const MAX_WILDCARDS = 2;
const LONGEST_PATH = 300;

/** Reads a file of the dependent, or gives undefined where there is none. */
export type ReadText = (path: string) => Promise<string | undefined>;

export interface DeclaredRange {
  /** The package.json that declares it. */
  readonly path: string;
  readonly field: (typeof FIELDS)[number];
  readonly range: string;
}

/** Every range of `packageName` in the repository's root package and its workspaces. */
export async function declaredRanges(
  files: readonly string[],
  read: ReadText,
  packageName: string,
): Promise<DeclaredRange[]> {
  const found: DeclaredRange[] = [];
  for (const path of await packagePaths(files, read)) {
    const parsed = parsePackage(await read(path));
    if (parsed === undefined) continue;
    for (const field of FIELDS) {
      const range = parsed[field]?.[packageName];
      if (range !== undefined) found.push({ path, field, range });
    }
  }
  return found;
}

/** Whether a range allows a version. Tags, addresses and workspace links allow none: they do not name a release. */
export function reaches(range: string, version: string): boolean {
  const wanted = range.replaceAll(",", " ");
  return semver.validRange(wanted) !== null && semver.satisfies(version, wanted, { includePrerelease: true });
}

async function packagePaths(files: readonly string[], read: ReadText): Promise<string[]> {
  if (!files.includes("package.json")) return [];
  const patterns = [
    ...(parsePackage(await read("package.json"))?.workspaces ?? []),
    ...(files.includes("pnpm-workspace.yaml") ? pnpmPatterns(await read("pnpm-workspace.yaml")) : []),
  ]
    .map((pattern) => pattern.replace(/^(!?)\.\//, "$1").replace(/\/+$/, ""))
    .filter(isQuicklyMatched);
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!"));
  const unwanted = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1));
  const isWorkspace = picomatch(wanted, { ignore: [...unwanted, "**/node_modules/**"], noextglob: true });
  const members = files.filter(
    (path) =>
      path.endsWith("/package.json") &&
      path.length <= LONGEST_PATH &&
      isWorkspace(path.slice(0, -"/package.json".length)),
  );
  return ["package.json", ...members];
}

/**
 * A dependent chooses its patterns and its names, and with many wildcards could keep a matcher busy for years. Whole folders
 * (`*`) cost nothing; of everything else there may be two.
 */
function isQuicklyMatched(pattern: string): boolean {
  const partial = pattern
    .split("/")
    .filter((segment) => segment !== "*")
    .join("/");
  return (partial.match(/\*+|[?[{(]/g) ?? []).length <= MAX_WILDCARDS;
}

/** Whether a text is that of a package.json which can be understood. */
export function isPackage(text: string | undefined): boolean {
  return parsePackage(text) !== undefined;
}

function parsePackage(text: string | undefined): z.infer<typeof packageJsonSchema> | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed = packageJsonSchema.safeParse(JSON.parse(text.replace(/^\uFEFF/, "")));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function pnpmPatterns(text: string | undefined): string[] {
  if (text === undefined) return [];
  try {
    const parsed = z.looseObject({ packages: z.array(z.string()) }).safeParse(parse(text));
    return parsed.success ? parsed.data.packages : [];
  } catch {
    return [];
  }
}
