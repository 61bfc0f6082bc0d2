import { execa } from "execa";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { OnxError } from "../../domain/errors.js";
import { credentialArguments, credentialLines } from "./credential.js";
import { firstComplaint, gitArguments, gitOptions } from "./git-process.js";

export interface CloneRequest {
  /** Without credentials. */
  readonly url: string;
  /** Full commit id, or a branch's or tag's name. */
  readonly ref: string;
  /** Further commits to fetch, each to be found under a tag of its own. */
  readonly tags?: readonly { readonly name: string; readonly sha: string }[];
  /** A folder that is missing or empty. */
  readonly folder: string;
  /** Handed to git through a pipe: it is in no argument, environment variable, URL or file. */
  readonly token?: string;
  readonly timeoutMs?: number;
}

const TRANSPORTS = ["https", "http", "ssh", "file"];
const DEFAULT_TIMEOUT_MS = 10 * 60_000;

/** Overrides whatever the repository asks for: files hold the bytes of their blobs, and no filter runs. */
const ATTRIBUTES = "* -text -eol -filter -ident -working-tree-encoding\n";

/** Fetches one commit without its history, checks it out, and returns its id. Leaves nothing behind on failure. */
export async function cloneCommit(request: CloneRequest): Promise<string> {
  checkRequest(request);
  await mkdir(request.folder, { recursive: true });
  if ((await readdir(request.folder)).length > 0) {
    throw new OnxError("clone-folder-not-empty", "the folder to clone into is not empty", {
      place: request.folder,
      remedy: "name a new folder",
    });
  }
  try {
    return await fetchAndCheckOut(request);
  } catch (error) {
    await rm(request.folder, { recursive: true, force: true });
    throw error;
  }
}

function checkRequest({ url, ref, tags = [] }: CloneRequest): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !TRANSPORTS.includes(parsed.protocol.slice(0, -1))) {
    throw new OnxError("clone-url-invalid", `${JSON.stringify(url)} is no URL to clone from`, {
      remedy: `use one of ${TRANSPORTS.join(", ")}`,
    });
  }
  if (parsed.password !== "") {
    throw new OnxError("clone-url-invalid", "a URL to clone from must hold no password", {
      place: parsed.host,
      remedy: "pass the token by itself",
    });
  }
  for (const name of [ref, ...tags.flatMap((tag) => [tag.name, tag.sha])]) {
    if (/^[A-Za-z0-9_][^\s:^~?*[\\+]*$/.test(name)) continue;
    throw new OnxError("clone-ref-invalid", `${JSON.stringify(name)} is no branch, tag or commit`, { place: url });
  }
}

async function fetchAndCheckOut(request: CloneRequest): Promise<string> {
  const { url, ref, tags = [], folder, token } = request;
  await run(request, ["init", "--quiet", "--template=", "--initial-branch=main"]);
  await mkdir(join(folder, ".git", "info"), { recursive: true });
  await writeFile(join(folder, ".git", "info", "attributes"), ATTRIBUTES);
  const credential = token === undefined ? [] : credentialArguments(new URL(url));
  const fetch = ["fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-auto-gc"];
  const wanted = [ref, ...tags.map(({ name, sha }) => `${sha}:refs/tags/${name}`)];
  await run(request, [...credential, ...fetch, "--", url, ...wanted], { token, transports: TRANSPORTS });
  await run(request, ["checkout", "--quiet", "--detach", "FETCH_HEAD"]);
  return run(request, ["rev-parse", "--verify", "HEAD"]);
}

async function run(
  { folder, url, ref, timeoutMs }: CloneRequest,
  args: readonly string[],
  { token, transports }: { token?: string | undefined; transports?: readonly string[] } = {},
): Promise<string> {
  const result = await execa("git", gitArguments(args), {
    ...gitOptions(transports),
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe", token === undefined ? "ignore" : credentialLines(token)],
    timeout: timeoutMs ?? DEFAULT_TIMEOUT_MS,
    reject: false,
  });
  // Not `failed`: git may end without having read the whole pipe, which execa takes for a failure.
  if (result.exitCode === 0) return result.stdout;
  if (result.timedOut) {
    throw new OnxError("clone-timed-out", `cloning took longer than ${timeoutMs ?? DEFAULT_TIMEOUT_MS} ms`, {
      place: url,
    });
  }
  throw explain(url, ref, result.code === "ENOENT" ? "git cannot be found" : result.stderr);
}

const EXPLANATIONS = [
  {
    code: "clone-ref-unknown",
    pattern: /couldn't find remote ref|not our ref|unadvertised object/i,
    remedy: "check the branch or commit",
  },
  {
    code: "clone-denied",
    pattern: /authentication failed|could not read (username|password)|error: 40[13]\b|permission denied/i,
    remedy: "check that the token may read this repository",
  },
  {
    code: "clone-not-found",
    pattern: /repository .*not found|does not appear to be a git repository|error: 404\b|does not exist/i,
    remedy: "check the address",
  },
  {
    code: "clone-unreachable",
    pattern: /could not resolve host|failed to connect|couldn't connect|connection (refused|reset|timed out)/i,
    remedy: "check the network",
  },
] as const;

function explain(url: string, ref: string, stderr: string): OnxError {
  const known = EXPLANATIONS.find(({ pattern }) => pattern.test(stderr));
  return new OnxError(known?.code ?? "clone-failed", `${ref} cannot be cloned: ${firstComplaint(stderr)}`, {
    place: url,
    ...(known === undefined ? {} : { remedy: known.remedy }),
  });
}
