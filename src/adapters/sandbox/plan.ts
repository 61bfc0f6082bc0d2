import type { Identity } from "./identity.js";
import type { Limits } from "./limits.js";

export type SandboxLevel = "bubblewrap" | "namespaces" | "none";

export interface CheckPlan {
  /** For `sh -c`. */
  readonly command: string;
  /** The repository's folder on this machine. */
  readonly folder: string;
  readonly network: boolean;
  readonly limits: Limits;
  readonly identity: Identity;
  /** An empty folder of this check. */
  readonly scratch: string;
}

/** A process to start. */
export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Contents of the descriptors from 3 on. */
  readonly pipes: readonly Uint8Array[];
}
