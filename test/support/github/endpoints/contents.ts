import { ok, parameter, type Answer, type Call, type Endpoints, type RepositoryHandler } from "../call.js";
import { readBlob, readTree, resolveCommit, resolveObject, type TreeEntry } from "../git-read.js";
import { notFound } from "../refusal.js";
import { apiUrl, htmlUrl } from "../render/repository.js";
import type { Repository } from "../state.js";
import type { World } from "../world.js";

/** Above this size GitHub answers the file without its content. */
const LARGEST_INLINE_BYTES = 1024 * 1024;

export function contentsEndpoints(world: World): Endpoints<RepositoryHandler> {
  async function getContents(repository: Repository, call: Call): Promise<Answer> {
    const path = parameter(call, "path").replace(/^\/+|\/+$/g, "");
    const commit = await resolveCommit(repository.dir, call.query["ref"] ?? repository.defaultBranch);
    if (commit === undefined) throw notFound();
    if (path === "") return ok(await folder(repository, commit, ""));
    const [entry] = await readTree(repository.dir, commit, false, path);
    if (entry === undefined) throw notFound();
    if (entry.type === "tree") return ok(await folder(repository, commit, `${path}/`));
    if (entry.type === "commit") {
      return ok({ ...common(repository, commit, entry), type: "submodule", submodule_git_url: "" });
    }
    const bytes = await readBlob(repository.dir, entry.sha);
    if (/application\/vnd\.github(\.v3)?\.raw/.test(call.headers["accept"] ?? "")) {
      return { status: 200, body: bytes, headers: { "content-type": "application/vnd.github.raw; charset=utf-8" } };
    }
    if (entry.mode === "120000") {
      const target = Buffer.from(bytes).toString("utf8");
      return ok({ ...common(repository, commit, entry), type: "symlink", target });
    }
    const inline = bytes.length <= LARGEST_INLINE_BYTES;
    return ok({
      ...common(repository, commit, entry),
      type: "file",
      encoding: inline ? "base64" : "none",
      content: inline ? base64Lines(bytes) : "",
    });
  }

  async function folder(repository: Repository, commit: string, prefix: string) {
    const tree = await resolveObject(repository.dir, `${commit}:${prefix}`);
    if (tree === undefined) throw notFound();
    const entries = await readTree(repository.dir, tree, false);
    return entries.map((entry) => ({
      ...common(repository, commit, { ...entry, path: prefix + entry.path }),
      type: { tree: "dir", commit: "submodule", blob: entry.mode === "120000" ? "symlink" : "file" }[entry.type],
    }));
  }

  function common(repository: Repository, commit: string, entry: TreeEntry) {
    const path = entry.path.split("/").map(encodeURIComponent).join("/");
    const kind = entry.type === "tree" ? "tree" : "blob";
    const self = `${apiUrl(world, repository)}/contents/${path}?ref=${commit}`;
    const gitUrl = entry.type === "commit" ? null : `${apiUrl(world, repository)}/git/${kind}s/${entry.sha}`;
    const html = `${htmlUrl(world, repository)}/${kind}/${commit}/${path}`;
    return {
      name: entry.path.split("/").at(-1) ?? entry.path,
      path: entry.path,
      sha: entry.sha,
      size: entry.size ?? 0,
      url: self,
      git_url: gitUrl,
      html_url: html,
      download_url: entry.type === "blob" ? `${htmlUrl(world, repository)}/raw/${commit}/${path}` : null,
      _links: { self, git: gitUrl, html },
    };
  }

  return { "GET /repos/{owner}/{repo}/contents/{path}": getContents };
}

// GitHub breaks base64 into lines of 60, and clients must cope.
function base64Lines(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("base64")
    .replace(/.{1,60}/g, "$&\n");
}
