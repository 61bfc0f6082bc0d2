import { ENCLOSURE, ENTER_ENCLOSURE, MAKE_ENCLOSURE } from "./enclosure.js";
import { become, passwdLine } from "./identity.js";
import { limited } from "./limits.js";
import type { CheckPlan, Launch } from "./plan.js";
import { checkEnvironment, HOME, REPOSITORY, SHARED_MEMORY, TEMPORARY, visiblePaths } from "./view.js";

/**
 * Builds the same view as bubblewrap with mount(8) and pivot_root(8), and starts the check without any capability.
 * Arguments: the new root's mount point, the repository, size of the temporary folder, line for passwd, visible paths, `--`, command.
 */
const SETUP = `
set -e
new=$1 repository=$2 size=$3 passwd=$4
shift 4
mount --make-rprivate /
mount -t tmpfs -o mode=755,size=1m sandbox "$new"
while [ "$1" != -- ]; do
  if [ -d "$1" ]; then mkdir -p "$new$1"; else mkdir -p "$new$(dirname "$1")"; : > "$new$1"; fi
  mount --rbind "$1" "$new$1"
  mount -o remount,bind,ro,nosuid,nodev "$new$1"
  shift
done
shift
mkdir -p "$new/proc" "$new/etc" "$new${SHARED_MEMORY}" "$new/old" "$new${ENCLOSURE}" "$new${REPOSITORY}" "$new${TEMPORARY}"
printf '%s' "$passwd" > "$new/etc/passwd"
mount -t proc -o nosuid,nodev,noexec proc "$new/proc"
for device in null zero full random urandom; do
  : > "$new/dev/$device"
  mount --bind "/dev/$device" "$new/dev/$device"
done
ln -s /proc/self/fd "$new/dev/fd"
mount --rbind "$repository" "$new${REPOSITORY}"
mount -t tmpfs -o mode=1777,nosuid,nodev,size="$size" temporary "$new${TEMPORARY}"
mount -t tmpfs -o mode=1777,nosuid,nodev,size="$size" shm "$new${SHARED_MEMORY}"
mkdir -m 777 "$new${HOME}"
ip link set lo up 2>/dev/null || true
cd "$new"
pivot_root . old
umount -l /old
rmdir /old
mount -o remount,bind,ro /
${MAKE_ENCLOSURE}
# Not exec: the check would be the one process that all others end with, and could leave our process group.
code=0
${ENTER_ENCLOSURE} "$@" || code=$?
exit $code
`;

/** For machines without bubblewrap. Root needs no user namespace; others are root in theirs until the capabilities go. */
export function launchNamespaces(plan: CheckPlan): Launch {
  const { identity, limits, network } = plan;
  const id = identity.changed ? identity.uid : 0;
  const args = [
    ...words("--pdeathsig KILL -- unshare --mount --ipc --uts --pid --fork --kill-child"),
    ...(identity.changed ? [] : words("--user --map-root-user")),
    ...(network ? [] : ["--net"]),
    ...words("-- sh -c"),
    SETUP,
    "sh",
    plan.scratch,
    plan.folder,
    String(limits.temporaryBytes),
    passwdLine(id, id, HOME),
    ...visiblePaths(network),
    "--",
    ...become(identity),
    ...limited(["sh", "-c", plan.command], limits),
  ];
  return { file: "setpriv", args, env: checkEnvironment(HOME, TEMPORARY), cwd: "/", pipes: [] };
}

function words(text: string): string[] {
  return text.split(" ");
}
