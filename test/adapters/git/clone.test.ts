import { existsSync, readdirSync, readFileSync } from "node:fs";
import { lstat, readFile, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { cloneCommit } from "../../../src/adapters/git/clone.js";
import { temporaryFolder } from "../../support/temp.js";
import { serveGit } from "./http-server.js";
import { repositoryOf } from "./repository.js";

const TOKEN = "ghs_0123456789abcdefSECRET";

/** Every process whose arguments or environment hold the text, by command line. */
function processesThatShow(text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const shown = ["cmdline", "environ"].map((file) => readOrNothing(`/proc/${pid}/${file}`)).join("\0");
      return shown.includes(text) ? [shown.replaceAll("\0", " ")] : [];
    });
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function filesThatHold(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}

describe("cloning with a token", () => {
  it("shows the token to the server and to nobody else", async () => {
    const repository = await repositoryOf({ "a.ts": "1" });
    const sha = await repository.commit({ "a.ts": "2" });
    const root = await temporaryFolder();
    await repository.git("clone", "--quiet", "--bare", repository.dir, join(root, "core.git"));
    const seen: string[][] = [];
    const running: number[] = [];
    const server = await serveGit(root, TOKEN, () => {
      seen.push(processesThatShow(TOKEN));
      running.push(processesThatShow(server.url).length);
    });
    const folder = join(await temporaryFolder(), "clone");

    expect(await cloneCommit({ url: `${server.url}/core.git`, ref: sha, folder, token: TOKEN })).toBe(sha);

    expect(await readFile(join(folder, "a.ts"), "utf8")).toBe("2");
    expect(server.authorizations.length).toBeGreaterThan(1);
    // The sampling sees the git that is at work, so it would see a token there.
    expect(Math.min(...running)).toBeGreaterThan(0);
    expect(seen.flat()).toEqual([]);
    expect(filesThatHold(folder, TOKEN)).toEqual([]);
    expect(filesThatHold(folder, Buffer.from(TOKEN).toString("base64").slice(4, -4))).toEqual([]);
  });

  it("says that the token was refused, and leaves no folder", async () => {
    const server = await serveGit(await temporaryFolder(), TOKEN, () => {});
    const folder = join(await temporaryFolder(), "clone");

    const refused = cloneCommit({ url: `${server.url}/core.git`, ref: "main", folder, token: "wrong" });

    await expect(refused).rejects.toMatchObject({
      code: "clone-denied",
      message: expect.not.stringContaining("wrong"),
    });
    expect(existsSync(folder)).toBe(false);
  });

  it("gives the token to no other server, redirected or not", async () => {
    const root = await temporaryFolder();
    const other = await serveGit(root, TOKEN, () => {});
    const repository = await repositoryOf({ "a.ts": "1" });
    await repository.git("clone", "--quiet", "--bare", repository.dir, join(root, "core.git"));
    const first = createServer((request, response) => {
      response.writeHead(302, { Location: `${other.url}${request.url}` }).end();
    });
    await new Promise<void>((resolve) => first.listen(0, "127.0.0.1", resolve));
    const address = first.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const folder = join(await temporaryFolder(), "clone");

    const clone = cloneCommit({ url: `http://127.0.0.1:${port}/core.git`, ref: "main", folder, token: TOKEN });

    await expect(clone).rejects.toMatchObject({ code: "clone-denied" });
    expect(other.authorizations).toEqual([undefined]);
    first.close();
  });
});

describe("cloning", () => {
  it("gets one commit of a branch, without history, remote or hooks", async () => {
    const repository = await repositoryOf({ "a.ts": "1" });
    const sha = await repository.commit({ "a.ts": "2" });
    const folder = join(await temporaryFolder(), "clone");

    expect(await cloneCommit({ url: pathToFileURL(repository.dir).href, ref: "main", folder })).toBe(sha);

    expect(existsSync(join(folder, ".git/hooks"))).toBe(false);
    expect(readFileSync(join(folder, ".git/config"), "utf8")).not.toContain("remote");
    expect(readFileSync(join(folder, ".git/shallow"), "utf8").trim()).toBe(sha);
  });

  it("writes the bytes of the blobs, whatever attributes ask for", async () => {
    const repository = await repositoryOf({ "a.txt": "one\ntwo\r\n$Id$\n" });
    await repository.commit({ ".gitattributes": "* text eol=crlf ident filter=lfs\n" });
    await symlink("a.txt", join(repository.dir, "link"));
    await repository.commit({});
    const folder = join(await temporaryFolder(), "clone");

    await cloneCommit({ url: pathToFileURL(repository.dir).href, ref: "main", folder });

    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe(
      await repository.git("show", "HEAD:a.txt").then((text) => `${text}\n`),
    );
    expect((await lstat(join(folder, "link"))).isSymbolicLink()).toBe(true);
  });

  it("refuses a folder with something in it, and leaves it alone", async () => {
    const repository = await repositoryOf({ "a.ts": "1" });
    const folder = await temporaryFolder();
    await writeFile(join(folder, "mine"), "1");

    const clone = cloneCommit({ url: pathToFileURL(repository.dir).href, ref: "main", folder });

    await expect(clone).rejects.toMatchObject({ code: "clone-folder-not-empty" });
    expect(readdirSync(folder)).toEqual(["mine"]);
  });

  it.each([
    ["a missing branch", (dir: string) => ({ url: pathToFileURL(dir).href, ref: "none" }), "clone-ref-unknown"],
    ["a missing commit", (dir: string) => ({ url: pathToFileURL(dir).href, ref: "1".repeat(40) }), "clone-ref-unknown"],
    [
      "a missing repository",
      (dir: string) => ({ url: pathToFileURL(`${dir}/x`).href, ref: "main" }),
      "clone-not-found",
    ],
    ["a closed port", () => ({ url: "http://127.0.0.1:1/core.git", ref: "main" }), "clone-unreachable"],
    ["a command for a URL", () => ({ url: "ext::sh -c id", ref: "main" }), "clone-url-invalid"],
    ["a password in the URL", () => ({ url: "https://x:y@example.org/c.git", ref: "main" }), "clone-url-invalid"],
    ["an option for a ref", (dir: string) => ({ url: pathToFileURL(dir).href, ref: "--all" }), "clone-ref-invalid"],
    ["a refspec for a ref", (dir: string) => ({ url: pathToFileURL(dir).href, ref: "a:b" }), "clone-ref-invalid"],
  ])("names %s in one line", async (_what, request, code) => {
    const repository = await repositoryOf({ "a.ts": "1" });
    const folder = join(await temporaryFolder(), "clone");
    const clone = cloneCommit({ ...request(repository.dir), folder });
    await expect(clone).rejects.toMatchObject({ code, message: expect.not.stringContaining("\n") });
    expect(existsSync(folder)).toBe(false);
  });
});
