import { messageOf } from "../domain/errors.js";
import type { App } from "./app.js";

/** Soon after the start, in milliseconds: what came while nobody listened is asked for first. */
const FIRST_MS = 2_000;
const EVERY_MS = 5 * 60_000;
const HOURS_BACK_MS = 24 * 3_600_000;

/** Asks GitHub, from time to time, for the webhooks that did not get here. Returns what ends it. */
export function startDeliverySweep(app: App): () => void {
  let timer = setTimeout(sweep, FIRST_MS);
  let stopped = false;

  function sweep(): void {
    app.github
      .redeliverFailed(new Date(app.clock.now().getTime() - HOURS_BACK_MS))
      .then((count) => {
        if (count > 0) app.log.info({ count }, "webhooks that had not arrived were asked for again");
      })
      .catch((error: unknown) => app.log.warn({ error: messageOf(error) }, "webhooks could not be looked through"))
      .finally(() => {
        if (!stopped) timer = setTimeout(sweep, EVERY_MS);
      });
  }

  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
