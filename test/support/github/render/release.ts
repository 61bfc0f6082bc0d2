import { createHash } from "node:crypto";

import type { Asset, Release, Repository } from "../state.js";
import type { World } from "../world.js";
import { nodeId, renderAccount } from "./account.js";
import { apiUrl, htmlUrl } from "./repository.js";

export function renderRelease(world: World, repository: Repository, release: Release): Record<string, unknown> {
  const url = `${apiUrl(world, repository)}/releases/${release.id}`;
  return {
    url,
    html_url: `${htmlUrl(world, repository)}/releases/tag/${encodeURIComponent(release.tag)}`,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    tarball_url: `${apiUrl(world, repository)}/tarball/${encodeURIComponent(release.tag)}`,
    zipball_url: `${apiUrl(world, repository)}/zipball/${encodeURIComponent(release.tag)}`,
    id: release.id,
    node_id: nodeId("RE", release.id),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    body: release.body,
    draft: release.draft,
    immutable: false,
    prerelease: release.prerelease,
    created_at: release.createdAt,
    updated_at: release.updatedAt,
    published_at: release.publishedAt,
    author: renderAccount(world, release.author),
    assets: release.assets.map((asset) => renderAsset(world, repository, release, asset)),
  };
}

export function renderAsset(
  world: World,
  repository: Repository,
  release: Release,
  asset: Asset,
): Record<string, unknown> {
  const name = encodeURIComponent(asset.name);
  return {
    url: `${apiUrl(world, repository)}/releases/assets/${asset.id}`,
    browser_download_url: `${htmlUrl(world, repository)}/releases/download/${encodeURIComponent(release.tag)}/${name}`,
    id: asset.id,
    node_id: nodeId("RA", asset.id),
    name: asset.name,
    label: asset.label,
    state: "uploaded",
    content_type: asset.contentType,
    size: asset.content.length,
    digest: `sha256:${createHash("sha256").update(asset.content).digest("hex")}`,
    download_count: 0,
    created_at: asset.createdAt,
    updated_at: asset.createdAt,
    uploader: renderAccount(world, asset.uploader),
  };
}
