import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** What git needs of its surroundings, and nothing else: no token, no `GIT_DIR` of an enclosing hook. */
const INHERITED =
  /^(PATH|HOME|USER|LOGNAME|TMPDIR|TEMP|TMP|SYSTEMROOT|USERPROFILE|XDG_CONFIG_HOME|SSH_AUTH_SOCK|SSL_CERT_(FILE|DIR)|(https?|all|no)_proxy)$/i;

/** Nothing that a repository brings along may be carried out, or change what its objects say. */
const HARMLESS = [
  "--no-pager",
  "--no-optional-locks",
  "--no-replace-objects",
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.hooksPath=/dev/null",
];

export function gitArguments(args: readonly string[]): string[] {
  return [...HARMLESS, ...args];
}

/** Options of execa for git. No transport is allowed unless named: a partial clone must not fetch behind our back. */
export function gitOptions(transports: readonly string[] = []): { env: Record<string, string>; extendEnv: false } {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && INHERITED.test(name) ? [[name, value] as const] : [],
  );
  const env = {
    ...Object.fromEntries(inherited),
    LC_ALL: "C",
    GIT_ALLOW_PROTOCOL: transports.join(":"),
    GIT_NO_LAZY_FETCH: "1",
    GIT_TERMINAL_PROMPT: "0",
  };
  return { env, extendEnv: false };
}

/** Whether a `git` binary can be found, without starting one. */
export async function hasGit(path: string = process.env["PATH"] ?? ""): Promise<boolean> {
  const names = process.platform === "win32" ? ["git.exe", "git.cmd"] : ["git"];
  const candidates = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  for (const candidate of candidates) {
    const found = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}

/** git's own complaint, without its prefix. */
export function firstComplaint(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const fatal = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines[0] ?? "git gave no reason";
  return fatal.replace(/^(fatal|error): /, "");
}
