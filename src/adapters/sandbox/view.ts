import { existsSync, realpathSync } from "node:fs";
import { dirname, sep } from "node:path";

/** Where a check finds its repository. */
export const REPOSITORY = "/repository";
export const TEMPORARY = "/tmp";
export const HOME = "/tmp/home";

const SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix/store"];

/**
 * Folders and files of this machine that a check sees, read-only. All else, homes and sockets above all, is not there.
 * Node may be installed below a home folder; then that one installation is shown.
 */
export function visiblePaths(network: boolean): string[] {
  const paths = SYSTEM.filter((path) => existsSync(path));
  const extra = [dirname(dirname(realpathSync(process.execPath))), ...(network ? resolverFiles() : [])];
  return [...paths, ...extra.filter((path) => path !== "/" && !isBelowAny(path, paths))];
}

/** `/etc/resolv.conf` often is a link into `/run`. */
function resolverFiles(): string[] {
  const file = "/etc/resolv.conf";
  return existsSync(file) ? [realpathSync(file)] : [];
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
