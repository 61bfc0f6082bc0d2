import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { ProposedOperation } from "../../domain/operation.js";
import { verifyWithWitnesses } from "./verify.js";
import { MAX_SOURCES, sizeOf, type WitnessedCore } from "./witnessed-core.js";

/** Characters of both versions' sources from which on a thread of its own is worth what it takes to start it. */
const WORTH_A_THREAD = 4_000_000;

/** Is only there once the program is built. */
const THREAD = new URL("./thread.js", import.meta.url);

/** Those who give operations their witnesses. */
export interface Witnesses {
  /** See `verifyWithWitnesses`. */
  verify(operations: readonly ProposedOperation[]): Promise<readonly ProposedOperation[]>;
  /** To be called in any case, or the process does not end. */
  close(): Promise<void>;
}

/**
 * Gets ready to give witnesses. Those of a large core work in a thread of their own, which reads the sources while others compare them;
 * what they say is the same in either case.
 */
export function openWitnesses(core: WitnessedCore, mayThread: boolean, worthAThread = WORTH_A_THREAD): Witnesses {
  const size = sizeOf(core);
  const isWorthIt = size >= worthAThread && size <= MAX_SOURCES;
  if (mayThread && isWorthIt && existsSync(THREAD)) return inThread(core);
  return { verify: async (operations) => verifyWithWitnesses(operations, core), close: async () => {} };
}

function inThread(core: WitnessedCore): Witnesses {
  const thread = new Worker(THREAD, { workerData: core });
  const failed = new Promise<never>((_, reject) => {
    thread.once("error", reject);
    thread.once("exit", () => reject(new Error("the thread that checks witnesses ended")));
  });
  failed.catch(() => {});
  return {
    verify(operations) {
      const answer = new Promise<readonly ProposedOperation[]>((resolve) => thread.once("message", resolve));
      thread.postMessage(operations);
      return Promise.race([answer, failed]);
    },
    async close() {
      await thread.terminate();
    },
  };
}
