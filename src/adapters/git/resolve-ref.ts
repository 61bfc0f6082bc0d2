import { distance } from "fastest-levenshtein";
import { OnxError } from "../../domain/errors.js";
import type { Commit, GitObjects } from "./objects.js";
import { openObjects, type GitEngine } from "./open-objects.js";
import { bareVersion, refCandidates, tagsOfVersion } from "./ref-candidates.js";
import { locateRepository, type Repository } from "./repository.js";

export interface ResolveOptions {
  /** Prefers the tags of this package (`@acme/core@1.0.0`, `core-v1.0.0`) over a bare version. */
  readonly packageName?: string;
  readonly engine?: GitEngine;
}

export interface ResolvedRef {
  /** Full commit id. */
  readonly sha: string;
  /** As the user wrote it. */
  readonly label: string;
}

/** The commit that a version, tag, branch or (abbreviated) commit id stands for. */
export async function resolveRef(path: string, ref: string, options: ResolveOptions = {}): Promise<ResolvedRef> {
  const repository = await locateRepository(path);
  const objects = await openObjects(repository, options.engine);
  const { sha } = await findCommit(repository, objects, ref, options.packageName);
  return { sha, label: ref };
}

export async function findCommit(
  repository: Repository,
  objects: GitObjects,
  ref: string,
  packageName?: string,
): Promise<Commit> {
  if (!isPlausible(ref)) throw unknownRef(repository, ref, []);
  const direct = await firstCommit(objects, refCandidates(ref, packageName));
  if (direct !== undefined) return direct;
  const refs = await objects.refs();
  const [only, ...others] = tagsOfVersion(ref, refs);
  if (others.length > 0) throw ambiguous(repository, ref, [only ?? "", ...others]);
  const tagged = only === undefined ? undefined : await firstCommit(objects, [only]);
  if (tagged !== undefined) return tagged;
  throw await explainAbsence(repository, objects, ref, refs);
}

async function firstCommit(objects: GitObjects, names: readonly string[]): Promise<Commit | undefined> {
  return (await objects.commits(names)).find((commit) => commit !== undefined);
}

/** Rules of git-check-ref-format, so that a ref is never read as an expression such as `HEAD:file`. */
function isPlausible(ref: string): boolean {
  return ref !== "" && !/[\s\p{Cc}~^:?*[\\]|\.\.|@\{|^\/|\/$/u.test(ref);
}

async function explainAbsence(
  repository: Repository,
  objects: GitObjects,
  ref: string,
  refs: readonly string[],
): Promise<OnxError> {
  const [head] = await objects.commits(["HEAD"]);
  if (head === undefined && refs.length === 0) {
    return new OnxError("empty-repository", `the repository has no commits yet, so no ${ref}`, {
      place: repository.path,
      remedy: "commit and tag the versions to compare",
    });
  }
  if (!repository.shallow) return unknownRef(repository, ref, refs);
  return new OnxError("shallow-clone", `the shallow clone has no ${ref}`, {
    place: repository.path,
    remedy: `run git fetch --tags --depth=1 origin ${ref}, or git fetch --tags --unshallow`,
  });
}

function unknownRef(repository: Repository, ref: string, refs: readonly string[]): OnxError {
  const near = nearest(ref, refs);
  return new OnxError("unknown-ref", `no tag, branch or commit is called ${JSON.stringify(ref)}`, {
    place: repository.path,
    remedy: near.length === 0 ? "see git tag --list for what there is" : `did you mean ${near.join(", ")}?`,
  });
}

function ambiguous(repository: Repository, ref: string, names: readonly string[]): OnxError {
  const tags = names.map((name) => name.replace("refs/tags/", ""));
  return new OnxError("ambiguous-ref", `${ref} may be any of ${tags.slice(0, 5).join(", ")}`, {
    place: repository.path,
    remedy: "name the tag in full, or the package with --package",
  });
}

function nearest(ref: string, refs: readonly string[]): string[] {
  const wanted = bareVersion(ref) ?? ref;
  return refs
    .map((name) => name.replace(/^refs\/(tags|heads)\//, ""))
    .map((name) => ({ name, far: distance(wanted, bareVersion(name) ?? name) }))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}
