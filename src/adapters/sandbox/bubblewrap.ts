import { execaSync } from "execa";
import { dirname } from "node:path";
import { ENCLOSURE, ENTER_ENCLOSURE, MAKE_ENCLOSURE } from "./enclosure.js";
import { become, passwdLine } from "./identity.js";
import { limited } from "./limits.js";
import type { CheckPlan, Launch } from "./plan.js";
import { checkEnvironment, HOME, REPOSITORY, SHARED_MEMORY, TEMPORARY, visiblePaths } from "./view.js";

/** The user id that a check sees where we are not root. */
const INSIDE_ID = 1000;

/** An empty, read-only root in namespaces of its own, into which only what a check needs is mounted. */
export function launchBubblewrap(plan: CheckPlan): Launch {
  const { identity, limits, network } = plan;
  const id = identity.changed ? identity.uid : INSIDE_ID;
  const args = [
    ...(identity.changed ? capabilities() : userNamespace()),
    ...options("--unshare-ipc --unshare-pid --unshare-uts --unshare-cgroup-try --die-with-parent --new-session"),
    ...(network ? [] : ["--unshare-net"]),
    ...visiblePaths(network).flatMap((path) => [...parents(path), "--ro-bind", path, path]),
    ...options("--perms 0644 --ro-bind-data 3 /etc/passwd --proc /proc --dev /dev"),
    ...options(`--size ${limits.temporaryBytes} --perms 1777 --tmpfs ${SHARED_MEMORY} --remount-ro /dev`),
    ...options(`--size ${limits.temporaryBytes} --perms 1777 --tmpfs ${TEMPORARY} --perms 0777 --dir ${HOME}`),
    "--bind",
    plan.folder,
    ...options(`${REPOSITORY} --dir ${ENCLOSURE} --remount-ro / --chdir ${REPOSITORY}`),
    "--",
    ...(identity.changed
      ? ["sh", "-c", `${MAKE_ENCLOSURE} && exec ${ENTER_ENCLOSURE} "$@"`, "sh", ...become(identity)]
      : []),
    ...limited(["sh", "-c", plan.command], limits),
  ];
  return {
    file: "bwrap",
    args,
    env: checkEnvironment(HOME, TEMPORARY),
    cwd: "/",
    pipes: [Buffer.from(passwdLine(id, id, HOME))],
  };
}

function userNamespace(): string[] {
  canDisableNested ??= helpOfBubblewrap().includes("--disable-userns");
  const nested = canDisableNested ? ["--disable-userns"] : [];
  return [...options(`--unshare-user --uid ${INSIDE_ID} --gid ${INSIDE_ID}`), ...nested];
}

/** From bubblewrap 0.8 on. */
let canDisableNested: boolean | undefined;

function helpOfBubblewrap(): string {
  const { failed, stdout } = execaSync("bwrap", ["--help"], { reject: false });
  return failed ? "" : stdout;
}

/** Those that bubblewrap makes by itself are closed to everybody else than us. */
function parents(path: string): string[] {
  const parent = dirname(path);
  return parent === "/" ? [] : [...parents(parent), ...options("--perms 0755 --dir"), parent];
}

/** Used by mount, chroot and setpriv, and gone with the last of them; bubblewrap forbids to gain any later. */
function capabilities(): string[] {
  return ["SYS_ADMIN", "SYS_CHROOT", "SETUID", "SETGID", "SETPCAP"].flatMap((name) => ["--cap-add", `CAP_${name}`]);
}

/** Fixed words only: a path goes in as an argument of its own. */
function options(words: string): string[] {
  return words.split(" ");
}
