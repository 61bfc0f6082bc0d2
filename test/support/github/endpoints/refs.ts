import { refsMoved } from "../actions/refs.js";
import {
  created,
  noContent,
  ok,
  paged,
  parameter,
  type Call,
  type Endpoints,
  type RepositoryHandler,
} from "../call.js";
import { isAncestor, listRefs, objectType, readRef } from "../git-read.js";
import { createRef, deleteRef, updateRef } from "../git-write.js";
import { notFound, unprocessable } from "../refusal.js";
import { renderRef } from "../render/commit.js";
import type { Repository } from "../state.js";
import type { World } from "../world.js";

/** The refs of the Git Data API. */
export function refEndpoints(world: World): Endpoints<RepositoryHandler> {
  async function getRef(repository: Repository, call: Call) {
    const ref = await readRef(repository.dir, `refs/${parameter(call, "ref")}`);
    if (ref === undefined) throw notFound();
    return ok(renderRef(world, repository, ref));
  }

  async function matchingRefs(repository: Repository, call: Call) {
    const prefix = `refs/${parameter(call, "ref")}`;
    const refs = (await listRefs(repository.dir, "refs")).filter((ref) => ref.name.startsWith(prefix));
    return paged(call, refs, (ref) => renderRef(world, repository, ref));
  }

  async function makeRef(repository: Repository, call: Call) {
    const name = call.body.text("ref");
    const sha = call.body.text("sha");
    if (!/^refs\/[^/]+\/./.test(name))
      throw unprocessable("Reference name must start with 'refs/' and have two slashes");
    const type = await objectType(repository.dir, sha);
    if (type === undefined) throw unprocessable("Object does not exist");
    if (!(await createRef(repository.dir, name, sha))) {
      const exists = (await readRef(repository.dir, name)) !== undefined;
      throw unprocessable(exists ? "Reference already exists" : `${name} is not a valid ref name.`);
    }
    await refsMoved(world, repository, call.caller.account, [{ name, before: undefined, after: sha }]);
    return created(renderRef(world, repository, { name, sha, type }));
  }

  async function moveRef(repository: Repository, call: Call) {
    const name = `refs/${parameter(call, "ref")}`;
    const sha = call.body.text("sha");
    const before = await readRef(repository.dir, name);
    if (before === undefined) throw unprocessable("Reference does not exist");
    const type = await objectType(repository.dir, sha);
    if (type === undefined) throw unprocessable("Object does not exist");
    if (call.body.flag("force") !== true && !(await isAncestor(repository.dir, before.sha, sha))) {
      throw unprocessable("Update is not a fast forward");
    }
    if (!(await updateRef(repository.dir, name, sha, before.sha))) throw unprocessable("Reference cannot be updated");
    await refsMoved(world, repository, call.caller.account, [{ name, before: before.sha, after: sha }]);
    return ok(renderRef(world, repository, { name, sha, type }));
  }

  async function removeRef(repository: Repository, call: Call) {
    const name = `refs/${parameter(call, "ref")}`;
    const before = await readRef(repository.dir, name);
    if (before === undefined) throw unprocessable("Reference does not exist");
    await deleteRef(repository.dir, name);
    await refsMoved(world, repository, call.caller.account, [{ name, before: before.sha, after: undefined }]);
    return noContent();
  }

  return {
    "GET /repos/{owner}/{repo}/git/ref/{ref}": getRef,
    "GET /repos/{owner}/{repo}/git/matching-refs/{ref}": matchingRefs,
    "POST /repos/{owner}/{repo}/git/refs": makeRef,
    "PATCH /repos/{owner}/{repo}/git/refs/{ref}": moveRef,
    "DELETE /repos/{owner}/{repo}/git/refs/{ref}": removeRef,
  };
}
