import { messageOf } from "../domain/errors.js";
import type { App } from "./app.js";
import { repeat } from "./repeat.js";

/** Soon after the start, in milliseconds: what came while nobody listened is asked for first. */
const FIRST_MS = 2_000;
const EVERY_MS = 5 * 60_000;
const LOOK_BACK_MS = 24 * 3_600_000;

/** Asks GitHub, from time to time, for the webhooks that did not get here. Returns what ends it. */
export function startDeliverySweep(app: App): () => void {
  return repeat(FIRST_MS, EVERY_MS, () => sweep(app));
}

async function sweep(app: App): Promise<void> {
  try {
    const count = await app.github.redeliverFailed(new Date(app.clock.now().getTime() - LOOK_BACK_MS));
    if (count > 0) app.log.info({ count }, "webhooks that had not arrived were asked for again");
  } catch (error) {
    app.log.warn({ error: messageOf(error) }, "webhooks could not be looked through");
  }
}
