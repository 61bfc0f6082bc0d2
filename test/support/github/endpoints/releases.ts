import { createRelease, emitRelease, publishDraft } from "../actions/releases.js";
import {
  created,
  find,
  noContent,
  ok,
  paged,
  parameter,
  type Call,
  type Endpoints,
  type RepositoryHandler,
} from "../call.js";
import { Refusal } from "../refusal.js";
import { renderAsset, renderRelease } from "../render/release.js";
import type { Asset, Release, Repository } from "../state.js";
import type { World } from "../world.js";

export function releaseEndpoints(world: World): Endpoints<RepositoryHandler> {
  function listReleases(repository: Repository, call: Call) {
    return paged(call, [...repository.releases].reverse(), (release) => renderRelease(world, repository, release));
  }

  function getRelease(repository: Repository, call: Call) {
    return ok(renderRelease(world, repository, releaseOf(repository, call)));
  }

  function getByTag(repository: Repository, call: Call) {
    const tag = parameter(call, "tag");
    const release = find(repository.releases, (candidate) => candidate.tag === tag && !candidate.draft);
    return ok(renderRelease(world, repository, release));
  }

  function getLatest(repository: Repository) {
    const release = find([...repository.releases].reverse(), (candidate) => !candidate.draft && !candidate.prerelease);
    return ok(renderRelease(world, repository, release));
  }

  async function makeRelease(repository: Repository, call: Call) {
    const release = await createRelease(world, repository, {
      author: call.caller.account,
      tag: call.body.text("tag_name"),
      target: call.body.optionalText("target_commitish"),
      name: call.body.optionalText("name"),
      body: call.body.optionalText("body"),
      draft: call.body.flag("draft"),
      prerelease: call.body.flag("prerelease"),
    });
    return created(renderRelease(world, repository, release));
  }

  async function editRelease(repository: Repository, call: Call) {
    const release = releaseOf(repository, call);
    const before = release.body;
    release.tag = call.body.optionalText("tag_name") ?? release.tag;
    release.target = call.body.optionalText("target_commitish") ?? release.target;
    release.name = call.body.optionalText("name") ?? release.name;
    release.body = call.body.optionalText("body") ?? release.body;
    release.prerelease = call.body.flag("prerelease") ?? release.prerelease;
    release.updatedAt = world.now();
    const sender = call.caller.account;
    if (release.draft && call.body.flag("draft") === false) await publishDraft(world, repository, release, sender);
    const changes = before === release.body ? {} : { body: { from: before ?? "" } };
    emitRelease(world, repository, sender, release, "edited", { changes });
    return ok(renderRelease(world, repository, release));
  }

  function listAssets(repository: Repository, call: Call) {
    const release = releaseOf(repository, call);
    return paged(call, release.assets, (asset) => renderAsset(world, repository, release, asset));
  }

  function uploadAsset(repository: Repository, call: Call) {
    const release = releaseOf(repository, call);
    const name = call.query["name"] ?? "";
    if (release.assets.some((asset) => asset.name === name)) {
      throw new Refusal(422, "Validation Failed", [
        { resource: "ReleaseAsset", code: "already_exists", field: "name" },
      ]);
    }
    const asset: Asset = {
      id: world.id(),
      name,
      label: call.query["label"] ?? null,
      contentType: call.headers["content-type"] ?? "application/octet-stream",
      content: call.bytes,
      uploader: call.caller.account,
      createdAt: world.now(),
    };
    release.assets.push(asset);
    return created(renderAsset(world, repository, release, asset));
  }

  function getAsset(repository: Repository, call: Call) {
    const { release, asset } = assetOf(repository, call);
    if (!(call.headers["accept"] ?? "").includes("application/octet-stream")) {
      return ok(renderAsset(world, repository, release, asset));
    }
    return { status: 200, body: asset.content, headers: { "content-type": asset.contentType } };
  }

  function removeAsset(repository: Repository, call: Call) {
    const { release, asset } = assetOf(repository, call);
    release.assets.splice(release.assets.indexOf(asset), 1);
    return noContent();
  }

  return {
    "GET /repos/{owner}/{repo}/releases": listReleases,
    "POST /repos/{owner}/{repo}/releases": makeRelease,
    "GET /repos/{owner}/{repo}/releases/latest": getLatest,
    "GET /repos/{owner}/{repo}/releases/tags/{tag}": getByTag,
    "GET /repos/{owner}/{repo}/releases/{release_id}": getRelease,
    "PATCH /repos/{owner}/{repo}/releases/{release_id}": editRelease,
    "GET /repos/{owner}/{repo}/releases/{release_id}/assets": listAssets,
    "POST /repos/{owner}/{repo}/releases/{release_id}/assets": uploadAsset,
    "GET /repos/{owner}/{repo}/releases/assets/{asset_id}": getAsset,
    "DELETE /repos/{owner}/{repo}/releases/assets/{asset_id}": removeAsset,
  };
}

function releaseOf(repository: Repository, call: Call): Release {
  const id = Number(parameter(call, "release_id"));
  return find(repository.releases, (release) => release.id === id);
}

function assetOf(repository: Repository, call: Call): { release: Release; asset: Asset } {
  const id = Number(parameter(call, "asset_id"));
  const release = find(repository.releases, (candidate) => candidate.assets.some((asset) => asset.id === id));
  return { release, asset: find(release.assets, (asset) => asset.id === id) };
}
