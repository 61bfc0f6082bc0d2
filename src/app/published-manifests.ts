import { openDirectoryRegistry } from "../adapters/registry/directory.js";
import { registryUri } from "../adapters/registry/registry-uri.js";
import { OnxError } from "../domain/errors.js";
import { blake3Hex } from "../domain/hash.js";
import type { Manifest } from "../domain/manifest.js";
import { parseManifest } from "../operations/manifest.js";
import type { CampaignRow } from "../store/reads/rows.js";
import type { App } from "./app.js";
import { MANIFEST_FILE, readWay } from "./manifest-way.js";

export interface PublishedManifest {
  readonly text: string;
  readonly manifest: Manifest;
}

export interface PublishedUri {
  readonly uri: string;
  /** BLAKE3 of the manifest's text. */
  readonly blake3: string;
}

export async function publishManifest(app: App, files: ReadonlyMap<string, string>): Promise<PublishedUri> {
  const text = files.get(MANIFEST_FILE) ?? "";
  const { package: name, from, to } = parseManifest(text, MANIFEST_FILE);
  const entry = new Map([...files].map(([path, content]) => [path, Buffer.from(content)]));
  const { uri } = await openDirectoryRegistry(app.config.registryDir).publish({ package: name, from, to }, entry);
  return { uri, blake3: blake3Hex(text) };
}

/** What leads a dependent to the campaign's release: the campaign's manifest, or one from an earlier version on. */
export async function readManifestFrom(app: App, campaign: CampaignRow, start: string): Promise<PublishedManifest> {
  if (start === campaign.from_version) return readPublishedManifest(app, campaign);
  const uri = registryUri({ package: campaign.package, from: start, to: campaign.to_version });
  const { text, place } = await readWay(openDirectoryRegistry(app.config.registryDir), uri);
  return { text, manifest: parseManifest(text, place) };
}

/** The manifest of a campaign, which must still be the one that was attached to it. */
async function readPublishedManifest(app: App, campaign: CampaignRow): Promise<PublishedManifest> {
  const uri = campaign.manifest_uri;
  if (uri === null) throw new OnxError("campaign.manifest", `${campaign.title} has no manifest yet`);
  const { files } = await openDirectoryRegistry(app.config.registryDir).resolve(uri);
  const text = Buffer.from(files.get(MANIFEST_FILE) ?? []).toString("utf8");
  if (blake3Hex(text) === campaign.manifest_blake3) return { text, manifest: parseManifest(text, uri) };
  throw new OnxError("campaign.manifest", `the manifest of ${campaign.title} is not the one that was attached`, {
    place: uri,
    remedy: "restore the registry from a backup",
  });
}
