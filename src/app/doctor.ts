import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { openDirectoryRegistry } from "../adapters/registry/directory.js";
import { registryUri } from "../adapters/registry/registry-uri.js";
import { messageOf, OnxError } from "../domain/errors.js";
import { findRunManifests } from "../migration/documents/find-run-manifests.js";
import { parseManifest } from "../operations/manifest.js";
import { auditStore } from "../store/audit.js";
import { headSequence } from "../store/events.js";
import { closeStore } from "../store/open-store.js";
import { leftBranches } from "../store/reads/branches.js";
import { abandonedRunnerJobs } from "../store/runtime.js";
import type { Store } from "../store/store.js";
import { explained, openAppStore } from "./database.js";
import { deadLettersOf } from "./dead-letters.js";
import type { GitHubAccess } from "./github-access.js";
import { findLeftBranches } from "./left-branches.js";
import { MANIFEST_FILE } from "./manifest-way.js";
import { examineRun } from "./run-examination.js";

export interface DoctorRequest {
  /** Made where it is not there yet. */
  readonly database: string;
  /** Folders that are looked through where they are there; by default those beside the database. */
  readonly artifacts?: string;
  readonly registry?: string;
  /** Where branches are looked for; without it, only the database is asked which may be left. */
  readonly github?: Pick<GitHubAccess, "installations" | "forge"> | undefined;
}

/** What was looked at: fine where there is nothing to say about it. */
export interface Finding {
  readonly subject: string;
  /** How much there was to look at. */
  readonly seen: string;
  readonly problems: readonly string[];
}

/** Looks at everything that the App keeps, and changes nothing but what opening a database changes. */
export async function examine(request: DoctorRequest): Promise<readonly Finding[]> {
  const { database, artifacts, registry, github } = request;
  const beside = dirname(database);
  return [
    ...(await examineDatabase(database, github)),
    await examineArtifacts(artifacts ?? join(beside, "artifacts"), artifacts !== undefined),
    await examineRegistry(registry ?? join(beside, "registry"), registry !== undefined),
  ];
}

async function examineDatabase(file: string, github: DoctorRequest["github"]): Promise<Finding[]> {
  const store = explained(file, () => openAppStore(file));
  try {
    const problems = explained(file, () => auditStore(store));
    const megabytes = (statSync(file).size / 1_000_000).toFixed(1);
    const database = { subject: "database", seen: `${headSequence(store)} events, ${megabytes} MB`, problems };
    if (problems.length > 0) return [database];
    return [database, ...examineWork(store), await examineBranches(store, github)];
  } finally {
    closeStore(store);
  }
}

/** What waits for somebody. */
function examineWork(store: Store): Finding[] {
  const dead = deadLettersOf(store);
  const abandoned = abandonedRunnerJobs(store);
  return [
    {
      subject: "given up",
      seen: `${dead.length}`,
      problems: dead.map(({ key, error }) => `${key}: ${error ?? "no reason was noted"}`),
    },
    {
      subject: "interrupted jobs",
      seen: `${abandoned.length}`,
      problems: abandoned.map(({ migration_id, runner_name, last_seen_at }) => {
        return `${migration_id}: ${runner_name} was last heard of at ${last_seen_at}; a running App takes it up again`;
      }),
    },
  ];
}

async function examineBranches(store: Store, github: DoctorRequest["github"]): Promise<Finding> {
  const subject = "branches left behind";
  const advice = "delete it if nobody works on it";
  if (github === undefined) {
    const known = leftBranches(store);
    const problems = known.map(({ repo_full_name, head_branch, status }) => {
      return `${repo_full_name}: ${head_branch} belongs to a migration that is ${status}; ${advice}`;
    });
    return { subject, seen: `${known.length}`, problems };
  }
  try {
    const { repositories, left } = await findLeftBranches(store, github);
    const problems = left.map(({ repository, branch }) => {
      return `${repository}: ${branch} belongs to no migration under way and to no open pull request; ${advice}`;
    });
    return { subject, seen: `${repositories} repositories on GitHub`, problems };
  } catch (error) {
    return { subject, seen: "none", problems: [`GitHub could not be asked: ${messageOf(error)}`] };
  }
}

async function examineArtifacts(folder: string, isWanted: boolean): Promise<Finding> {
  if (!isThere(folder, isWanted)) return { subject: "artifacts", seen: "none", problems: [] };
  const places = await findRunManifests(folder);
  const problems: string[] = [];
  for (const place of places) problems.push(...(await examineRun(place)).map((problem) => `${place}: ${problem}`));
  return { subject: "artifacts", seen: `${places.length} runs`, problems };
}

async function examineRegistry(folder: string, isWanted: boolean): Promise<Finding> {
  if (!isThere(folder, isWanted)) return { subject: "registry", seen: "none", problems: [] };
  const registry = openDirectoryRegistry(folder);
  const keys = await registry.list();
  const problems: string[] = [];
  for (const uri of keys.map(registryUri)) {
    try {
      const { files } = await registry.resolve(uri);
      parseManifest(Buffer.from(files.get(MANIFEST_FILE) ?? []).toString("utf8"), uri);
    } catch (error) {
      problems.push(messageOf(error));
    }
  }
  return { subject: "registry", seen: `${keys.length} manifests`, problems };
}

function isThere(folder: string, isWanted: boolean): boolean {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return true;
  if (!isWanted) return false;
  throw new OnxError("doctor.folder", "there is no such folder", { place: folder });
}
