import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";

/** Where a check finds its repository. */
export const REPOSITORY = "/repository";
export const TEMPORARY = "/tmp";
export const HOME = "/tmp/home";

/** The kernel's name for it; programs expect it to be there. */
export const SHARED_MEMORY = "/dev/shm";

const SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix/store"];

/** What programs look up about the system. Services keep their settings and keys beside it. */
const ETC = [
  "alternatives ca-certificates crypto-policies fonts group ld.so.cache ld.so.conf ld.so.conf.d localtime mime.types",
  "os-release pki ssl timezone gai.conf host.conf hosts nsswitch.conf protocols services",
].flatMap((names) => names.split(" ").map((name) => `/etc/${name}`));

const RESOLVER = "/etc/resolv.conf";

/** Folders and files of this machine that a check sees, read-only. All else, homes and sockets above all, is not there. */
export function visiblePaths(network: boolean): string[] {
  const system = SYSTEM.filter((path) => existsSync(path));
  const node = nodePaths().filter((path) => !isBelowAny(path, system));
  const etc = network ? [...ETC, RESOLVER] : ETC;
  return [...system, ...node, ...etc.filter((path) => existsSync(path))];
}

/** Node may be installed in a home folder, or be a single file in one: nothing else of that is shown then. */
function nodePaths(): string[] {
  const program = realpathSync(process.execPath);
  const bin = dirname(program);
  return [
    basename(bin) === "bin" ? bin : program,
    join(bin, "../lib/node_modules"),
    join(bin, "../include/node"),
  ].filter((path) => existsSync(path));
}

function isBelowAny(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(`${folder}${sep}`));
}

/** The whole environment of a check: nothing of ours is passed on. */
export function checkEnvironment(home: string, temporary: string): Record<string, string> {
  const folders = [dirname(realpathSync(process.execPath)), "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];
  return {
    PATH: [...new Set(folders)].join(":"),
    HOME: home,
    TMPDIR: temporary,
    USER: "check",
    LOGNAME: "check",
    LANG: "C.UTF-8",
    CI: "1",
    NO_COLOR: "1",
    npm_config_update_notifier: "false",
  };
}
