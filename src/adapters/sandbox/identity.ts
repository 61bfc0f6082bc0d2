/** Who a check runs as. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
  /** True where we are root and become somebody else: limits on processes do not bind root. */
  readonly changed: boolean;
}

/** Of no account, and above every range that systems hand out. */
const FIRST_UID = 1_000_000_000;
const PER_PROCESS = 64;
let started = 0;

/** Each check of a root service has a user id of its own, so that their processes are counted apart. */
export function nextIdentity(): Identity {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  if (uid !== 0) return { uid, gid, changed: false };
  started = (started + 1) % PER_PROCESS;
  const own = FIRST_UID + process.pid * PER_PROCESS + started;
  return { uid: own, gid: own, changed: true };
}

/** Programs look themselves up by user id. */
export function passwdLine(uid: number, gid: number, home: string): string {
  return `check:x:${uid}:${gid}:check:${home}:/bin/sh\n`;
}

/** The beginning of a command line that gives up every capability, and our user id where we are root, for good. */
export function become({ uid, gid, changed }: Identity): string[] {
  const user = changed ? [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"] : [];
  return ["setpriv", ...user, "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--"];
}
