import { OnxError } from "../domain/errors.js";

/** Somebody else appended to the stream first. */
export class VersionConflict extends OnxError {
  constructor(
    readonly stream: string,
    readonly expected: number | "none",
    readonly actual: number,
  ) {
    super(
      "store.version.conflict",
      `stream ${stream} is at version ${actual}, not at ${expected === "none" ? "its beginning" : expected}`,
      { remedy: "read the stream again and decide anew" },
    );
    this.name = "VersionConflict";
  }
}

/** A command id that was used before, for something else. */
export class CommandConflict extends OnxError {
  constructor(readonly commandId: string) {
    super("store.command.conflict", `command ${commandId} was received before with another content`, {
      remedy: "give every command an id of its own",
    });
    this.name = "CommandConflict";
  }
}

/** The lease on a row has expired and is somebody else's now, or the row is finished. */
export class LeaseLost extends OnxError {
  constructor(readonly key: string) {
    super("store.lease.lost", `the lease on ${key} is no longer held`, { remedy: "drop the result and lease again" });
    this.name = "LeaseLost";
  }
}
