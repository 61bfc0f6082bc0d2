import { created, ok, parameter, type Call, type Endpoints, type RepositoryHandler } from "../call.js";
import type { Fields } from "../fields.js";
import { objectType, readBlob, readCommit, readTree, resolveObject } from "../git-read.js";
import type { Signature } from "../git-read.js";
import { writeBlob, writeCommit, writeTree, type TreeChange } from "../git-write.js";
import { notFound, unprocessable } from "../refusal.js";
import { nodeId } from "../render/account.js";
import { renderGitCommit } from "../render/commit.js";
import { apiUrl } from "../render/repository.js";
import { signatureOf, type Repository } from "../state.js";
import { timestamp } from "../time.js";
import type { World } from "../world.js";

/** The objects of the Git Data API, which are those of the bare repository. */
export function gitEndpoints(world: World): Endpoints<RepositoryHandler> {
  async function makeBlob(repository: Repository, call: Call) {
    const encoding = call.body.optionalText("encoding") === "base64" ? "base64" : "utf8";
    const sha = await writeBlob(repository.dir, Buffer.from(call.body.text("content"), encoding));
    return created({ sha, url: `${apiUrl(world, repository)}/git/blobs/${sha}` });
  }

  async function getBlob(repository: Repository, call: Call) {
    const sha = parameter(call, "file_sha");
    if ((await objectType(repository.dir, sha)) !== "blob") throw notFound();
    const bytes = await readBlob(repository.dir, sha);
    const content = Buffer.from(bytes).toString("base64");
    const url = `${apiUrl(world, repository)}/git/blobs/${sha}`;
    return ok({ sha, node_id: nodeId("B", sha), size: bytes.length, url, content, encoding: "base64" });
  }

  async function makeTree(repository: Repository, call: Call) {
    const base = call.body.optionalText("base_tree");
    const baseTree = base === undefined ? undefined : await resolveObject(repository.dir, `${base}^{tree}`);
    if (base !== undefined && baseTree === undefined) throw unprocessable("base_tree is not a valid tree oid");
    const changes: TreeChange[] = [];
    for (const entry of call.body.objects("tree")) changes.push(await changeOf(repository, entry));
    const sha = await writeTree(repository.dir, baseTree, changes);
    if (sha === undefined) throw unprocessable("GitRPC::BadObjectState");
    return created(await renderTree(world, repository, sha, false));
  }

  async function getTree(repository: Repository, call: Call) {
    const sha = await resolveObject(repository.dir, `${parameter(call, "tree_sha")}^{tree}`);
    if (sha === undefined) throw notFound();
    return ok(await renderTree(world, repository, sha, call.query["recursive"] !== undefined));
  }

  async function makeCommit(repository: Repository, call: Call) {
    const tree = call.body.text("tree");
    const parents = call.body.texts("parents");
    if ((await objectType(repository.dir, tree)) !== "tree") throw unprocessable("Tree SHA does not exist");
    for (const parent of parents) {
      if ((await objectType(repository.dir, parent)) !== "commit") throw unprocessable("Parent SHA does not exist");
    }
    const own = signatureOf(call.caller.account, world.now());
    const author = signatureIn(call.body.object("author"), own.date) ?? own;
    const committer = signatureIn(call.body.object("committer"), own.date) ?? author;
    const message = call.body.text("message");
    const sha = await writeCommit(repository.dir, { tree, parents, message, author, committer });
    // GitHub signs what an app commits in its own name, and nothing that is given another author.
    if (author === own && committer === own) repository.verified.add(sha);
    return created(renderGitCommit(world, repository, await readCommit(repository.dir, sha)));
  }

  async function getCommit(repository: Repository, call: Call) {
    const sha = parameter(call, "commit_sha");
    if ((await objectType(repository.dir, sha)) !== "commit") throw notFound();
    return ok(renderGitCommit(world, repository, await readCommit(repository.dir, sha)));
  }

  return {
    "POST /repos/{owner}/{repo}/git/blobs": makeBlob,
    "GET /repos/{owner}/{repo}/git/blobs/{file_sha}": getBlob,
    "POST /repos/{owner}/{repo}/git/trees": makeTree,
    "GET /repos/{owner}/{repo}/git/trees/{tree_sha}": getTree,
    "POST /repos/{owner}/{repo}/git/commits": makeCommit,
    "GET /repos/{owner}/{repo}/git/commits/{commit_sha}": getCommit,
  };
}

async function changeOf(repository: Repository, entry: Fields): Promise<TreeChange> {
  const path = entry.text("path");
  const mode = entry.text("mode");
  const content = entry.optionalText("content");
  if (content !== undefined) return { path, mode, sha: await writeBlob(repository.dir, content) };
  const sha = entry.optionalText("sha");
  if (sha === undefined) return { path, mode, sha: null };
  // A submodule's commit lies in another repository.
  if (mode !== "160000" && (await objectType(repository.dir, sha)) === undefined) {
    throw unprocessable(`tree.sha ${sha} is not a valid object`);
  }
  return { path, mode, sha };
}

async function renderTree(world: World, repository: Repository, sha: string, recursive: boolean) {
  const api = `${apiUrl(world, repository)}/git`;
  const entries = await readTree(repository.dir, sha, recursive);
  const tree = entries.map(({ size, ...entry }) => ({
    ...entry,
    ...(size === undefined ? {} : { size }),
    ...(entry.type === "commit" ? {} : { url: `${api}/${entry.type}s/${entry.sha}` }),
  }));
  return { sha, url: `${api}/trees/${sha}`, tree, truncated: false };
}

function signatureIn(fields: Fields | undefined, now: string): Signature | undefined {
  if (fields === undefined) return undefined;
  const date = fields.optionalText("date");
  return { name: fields.text("name"), email: fields.text("email"), date: date ? timestamp(new Date(date)) : now };
}
