import { readRef, resolveCommit } from "../git-read.js";
import { createRef } from "../git-write.js";
import { invalid } from "../refusal.js";
import { renderAccount } from "../render/account.js";
import { renderRelease } from "../render/release.js";
import { renderRepository } from "../render/repository.js";
import type { Account, Release, Repository } from "../state.js";
import type { World } from "../world.js";
import { refsMoved } from "./refs.js";

export interface NewRelease {
  readonly author: Account;
  readonly tag: string;
  readonly target?: string | undefined;
  readonly name?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly draft?: boolean | undefined;
  readonly prerelease?: boolean | undefined;
}

export async function createRelease(world: World, repository: Repository, made: NewRelease): Promise<Release> {
  const now = world.now();
  const release: Release = {
    id: world.id(),
    author: made.author,
    createdAt: now,
    updatedAt: now,
    publishedAt: null,
    tag: made.tag,
    target: made.target ?? repository.defaultBranch,
    name: made.name ?? made.tag,
    body: made.body ?? null,
    draft: true,
    prerelease: made.prerelease ?? false,
    assets: [],
  };
  if (made.draft !== true) await ensureTag(world, repository, release);
  if (repository.releases.some((other) => other.tag === made.tag && !other.draft)) {
    throw invalid("Release", "tag_name", "tag_name already exists");
  }
  repository.releases.push(release);
  emitRelease(world, repository, made.author, release, "created");
  if (made.draft !== true) publish(world, repository, made.author, release);
  return release;
}

/** A draft becomes public; its tag is made at the target where it is missing. */
export async function publishDraft(
  world: World,
  repository: Repository,
  release: Release,
  sender: Account,
): Promise<void> {
  await ensureTag(world, repository, release);
  publish(world, repository, sender, release);
}

export function emitRelease(
  world: World,
  repository: Repository,
  sender: Account,
  release: Release,
  action: string,
  details: Readonly<Record<string, unknown>> = {},
): void {
  const payload = {
    ...details,
    release: renderRelease(world, repository, release),
    repository: renderRepository(world, repository),
    sender: renderAccount(world, sender),
  };
  world.emit({ event: "release", action, repository, sender, payload });
}

function publish(world: World, repository: Repository, sender: Account, release: Release): void {
  release.draft = false;
  release.publishedAt = world.now();
  emitRelease(world, repository, sender, release, "published");
  emitRelease(world, repository, sender, release, release.prerelease ? "prereleased" : "released");
}

async function ensureTag(world: World, repository: Repository, release: Release): Promise<void> {
  const name = `refs/tags/${release.tag}`;
  if ((await readRef(repository.dir, name)) !== undefined) return;
  const target = await resolveCommit(repository.dir, release.target);
  if (target === undefined) throw invalid("Release", "target_commitish", "target_commitish is invalid");
  if (await createRef(repository.dir, name, target)) {
    await refsMoved(world, repository, release.author, [{ name, before: undefined, after: target }]);
  }
}
