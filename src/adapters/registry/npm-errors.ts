import semver from "semver";
import { z } from "zod";
import { OnxError } from "../../domain/errors.js";
import { npm, parseJson, type NpmOptions, type NpmOutcome } from "./npm-command.js";

const UNREACHABLE =
  /^(ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET\w+|ENOTCACHED|E5\d\d)$/;
const DENIED = /^(E401|E403|ENEEDAUTH)$/;

/** npm's failure to fetch `name@version`, as one line that says what to do. */
export async function explainFailure(
  name: string,
  version: string,
  failure: Extract<NpmOutcome, { ok: false }>,
  options: NpmOptions,
): Promise<OnxError> {
  const { code, summary } = failure;
  if (code === "ETARGET" || code === "E404") return explainAbsence(name, version, options);
  if (UNREACHABLE.test(code)) {
    return new OnxError("registry-unreachable", `the package registry cannot be reached (${code})`, {
      place: `${name}@${version}`,
      remedy: "check the network, and proxy and registry in npm's configuration",
    });
  }
  if (DENIED.test(code)) {
    return new OnxError("registry-denied", `the package registry refused access (${code})`, {
      place: `${name}@${version}`,
      remedy: "run npm login, or set a token in .npmrc",
    });
  }
  return new OnxError("npm-failed", `npm failed with ${code}: ${summary}`, { place: `${name}@${version}` });
}

/** A version's tarball may be gone although the package is there, so the list of versions decides. */
async function explainAbsence(name: string, version: string, options: NpmOptions): Promise<OnxError> {
  const versions = versionsIn(await npm("view", [name, "versions"], [], options));
  if (versions.length === 0) {
    return new OnxError("package-unknown", `the registry has no package ${name}`, {
      remedy: "check the name, or log in if the package is private",
    });
  }
  return new OnxError("version-unknown", `${name} has no version ${version}`, {
    remedy: `nearest are ${nearestVersions(version, versions).join(", ")}`,
  });
}

/** What `npm view NAME versions` answered: a list, or the only one by itself; none where it failed. */
export function versionsIn(outcome: NpmOutcome): string[] {
  if (!outcome.ok) return [];
  const parsed = z.union([z.array(z.string()), z.string()]).safeParse(parseJson(outcome.stdout));
  return parsed.success ? [parsed.data].flat() : [];
}

/** The two versions below and the two above; the newest where `version` cannot be compared. */
export function nearestVersions(version: string, versions: readonly string[]): string[] {
  const sorted = versions.filter((known) => semver.valid(known) !== null).sort(semver.compare);
  const wanted = semver.coerce(version, { includePrerelease: true });
  if (wanted === null) return sorted.slice(-4);
  const above = sorted.findIndex((known) => semver.gt(known, wanted));
  const at = above === -1 ? sorted.length : above;
  return sorted.slice(Math.max(0, at - 2), at + 2);
}
