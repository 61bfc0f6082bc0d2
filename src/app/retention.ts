import { messageOf } from "../domain/errors.js";
import { forgetBatch } from "../store/retention.js";
import type { App } from "./app.js";
import { repeat } from "./repeat.js";

const FIRST_MS = 60_000;
const EVERY_MS = 6 * 3_600_000;

/** Deletes, from time to time, what has been kept for long enough. Returns what ends it. */
export function startRetention(app: App): () => void {
  return repeat(FIRST_MS, EVERY_MS, () => forget(app));
}

async function forget({ store, config, log }: App): Promise<void> {
  const total = { deliveries: 0, diffs: 0 };
  try {
    for (;;) {
      const { deliveries, diffs } = forgetBatch(store, config.retention);
      total.deliveries += deliveries;
      total.diffs += diffs;
      if (deliveries + diffs === 0) break;
      // Others want to write, too.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } catch (error) {
    log.warn({ error: messageOf(error) }, "old rows could not be deleted");
  }
  if (total.deliveries + total.diffs > 0) log.info(total, "old rows were deleted");
}
