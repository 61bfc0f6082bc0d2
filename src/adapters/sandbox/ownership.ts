import { execa } from "execa";
import { stat } from "node:fs/promises";
import type { Identity } from "./identity.js";

/** Lets a check write to its repository under another user id, and gives the folder back to its owner afterwards. */
export async function withOwnership<T>(folder: string, identity: Identity, run: () => Promise<T>): Promise<T> {
  if (!identity.changed) return run();
  const owner = await stat(folder);
  await changeOwner(folder, identity.uid, identity.gid);
  try {
    return await run();
  } finally {
    await changeOwner(folder, owner.uid, owner.gid);
  }
}

/** Links are changed themselves and never followed. */
async function changeOwner(folder: string, uid: number, gid: number): Promise<void> {
  await execa("chown", ["--recursive", "--no-dereference", "-P", `${uid}:${gid}`, folder]);
}
