import { execa } from "execa";

import { GIT_ENVIRONMENT } from "../git.js";
import { refsMoved, type RefChange } from "./actions/refs.js";
import type { Caller } from "./call.js";
import { listRefs } from "./git-read.js";
import type { HttpRequest, HttpResponse } from "./http.js";
import { notFound, Refusal } from "./refusal.js";
import type { Repository } from "./state.js";
import { permits, reaches, type Tokens } from "./tokens.js";
import type { World } from "./world.js";

const ADDRESS = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;
const LARGEST_PACK_BYTES = 1024 ** 3;

export function isGitRequest(path: string): boolean {
  return ADDRESS.test(path);
}

/** Clones, fetches and pushes: git's own program for HTTP, behind the same tokens as the API. */
export async function answerGit(world: World, tokens: Tokens, request: HttpRequest): Promise<HttpResponse> {
  const [, owner = "", name = "", service = ""] = ADDRESS.exec(request.path) ?? [];
  const pushing = service === "git-receive-pack" || request.query["service"] === "git-receive-pack";
  const caller = tokens.identify(request.headers["authorization"]);
  const repository = admit(world, caller, `${owner}/${name}`, pushing);
  if (service !== "git-receive-pack" || caller === undefined) return runBackend(repository, service, request);

  const before = await branchesAndTags(repository);
  const response = await runBackend(repository, service, request);
  await refsMoved(world, repository, caller.account, changesBetween(before, await branchesAndTags(repository)));
  return response;
}

function admit(world: World, caller: Caller | undefined, fullName: string, pushing: boolean): Repository {
  const repository = world.repositories.get(fullName.toLowerCase());
  const visible = repository !== undefined && reaches(world, caller, repository);
  // Without credentials GitHub asks for them, so that it never tells which private repositories exist.
  if (caller === undefined && (pushing || !visible)) throw new Refusal(401, "Repository not found.");
  if (!visible) throw notFound();
  if (pushing && !permits(world, caller, repository, "contents", "write")) {
    throw new Refusal(403, "Write access to repository not granted.");
  }
  if (pushing && repository.archived) throw new Refusal(403, "This repository was archived so it is read-only.");
  if (repository.private && !permits(world, caller, repository, "contents", "read")) {
    throw new Refusal(403, "Read access to repository not granted.");
  }
  return repository;
}

async function runBackend(repository: Repository, service: string, request: HttpRequest): Promise<HttpResponse> {
  const { stdout } = await execa("git", ["http-backend"], {
    input: request.body,
    encoding: "buffer",
    stripFinalNewline: false,
    maxBuffer: LARGEST_PACK_BYTES,
    env: {
      ...GIT_ENVIRONMENT,
      GIT_PROJECT_ROOT: repository.dir,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: `/${service}`,
      QUERY_STRING: request.queryString,
      REQUEST_METHOD: request.method,
      REMOTE_ADDR: "127.0.0.1",
      REMOTE_USER: "x-access-token",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      CONTENT_LENGTH: String(request.body.length),
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: request.headers["git-protocol"] ?? "",
    },
  });
  return parseCgi(Buffer.from(stdout));
}

// "Status: 200 OK\r\nContent-Type: …\r\n\r\n" and then the body.
function parseCgi(output: Buffer): HttpResponse {
  const end = output.indexOf("\r\n\r\n");
  const headers: Record<string, string> = {};
  for (const line of output.subarray(0, end).toString("latin1").split("\r\n")) {
    const colon = line.indexOf(":");
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const { status = "200", ...rest } = headers;
  return { status: Number.parseInt(status, 10), headers: rest, body: output.subarray(end + 4) };
}

async function branchesAndTags(repository: Repository): Promise<Map<string, string>> {
  const refs = await Promise.all([listRefs(repository.dir, "refs/heads"), listRefs(repository.dir, "refs/tags")]);
  return new Map(refs.flat().map(({ name, sha }) => [name, sha]));
}

function changesBetween(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): RefChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((name) => ({ name, before: before.get(name), after: after.get(name) }))
    .filter((change) => change.before !== change.after);
}
