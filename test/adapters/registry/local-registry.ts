import { createServer } from "node:http";
import { createHash } from "node:crypto";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../../support/temp.js";

export interface LocalRegistry {
  /** Makes npm use this registry and nothing that was cached or configured before. */
  readonly env: Readonly<Record<string, string>>;
  /** Paths requested so far. */
  readonly requests: string[];
}

/** A package registry on loopback that serves the given tarballs: name → version → bytes. */
export async function serveRegistry(
  packages: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>,
): Promise<LocalRegistry> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://registry").pathname).slice(1);
    requests.push(path);
    const [name = "", file] = path.split("/-/");
    const versions = packages[name];
    if (versions === undefined) return response.writeHead(404).end("{}");
    if (file === undefined) return response.end(JSON.stringify(packument(name, versions, request.headers.host ?? "")));
    const tarball = versions[file.replace(/\.tgz$/, "")];
    return tarball === undefined ? response.writeHead(404).end() : response.end(tarball);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections()));
  return { env: await npmEnvironment((server.address() as AddressInfo).port), requests };
}

export async function npmEnvironment(port: number): Promise<Record<string, string>> {
  const home = await temporaryFolder("onx-npm");
  return {
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_cache: join(home, "cache"),
    npm_config_userconfig: join(home, "npmrc"),
    npm_config_fetch_retries: "0",
  };
}

function packument(name: string, versions: Readonly<Record<string, Uint8Array>>, host: string): object {
  const described = Object.entries(versions).map(([version, tarball]) => {
    const shasum = createHash("sha1").update(tarball).digest("hex");
    const dist = { tarball: `http://${host}/${name}/-/${version}.tgz`, shasum };
    return [version, { name, version, dist }] as const;
  });
  return { name, "dist-tags": { latest: described.at(-1)?.[0] }, versions: Object.fromEntries(described) };
}
