import { OnxError } from "../domain/errors.js";
import { deadDeliveries, retryDelivery } from "../store/inbox.js";
import { deadEffects, retryEffect } from "../store/outbox.js";
import { type Store, writeTransaction } from "../store/store.js";
import { withStore } from "./database.js";

/** Something that was given up: an effect, or a webhook that could not be worked on. */
export interface DeadLetter {
  /** The effect's key or the delivery's id. */
  readonly key: string;
  readonly kind: string;
  readonly attempts: number;
  readonly error: string | null;
}

/** More than a person reads at once. */
const MANY = 10_000;

export function listDeadLetters(database: string): readonly DeadLetter[] {
  return withStore(database, deadLettersOf);
}

export function deadLettersOf(store: Store): readonly DeadLetter[] {
  const deliveries = deadDeliveries(store, MANY).map(
    ({ delivery_id, event_name, action, attempts, last_error }): DeadLetter => {
      const kind = ["webhook", event_name, ...(action === null ? [] : [action])].join(" ");
      return { key: delivery_id, kind, attempts, error: last_error };
    },
  );
  const effects = deadEffects(store, MANY).map(({ effect_key, kind, attempts, last_error }): DeadLetter => {
    return { key: effect_key, kind, attempts, error: last_error };
  });
  return [...deliveries, ...effects];
}

/** Has them tried again, as if for the first time; all or, where one is not to be found, none. Returns their keys. */
export function retryDeadLetters(database: string, keys: readonly string[] | "all"): readonly string[] {
  return withStore(database, (store) =>
    writeTransaction(store, () => {
      const chosen = keys === "all" ? deadLettersOf(store).map(({ key }) => key) : keys;
      for (const key of chosen) {
        if (retryEffect(store, key) || retryDelivery(store, key)) continue;
        throw new OnxError("outbox.unknown", `nothing that was given up has the key ${key}`, {
          place: database,
          remedy: "see onx-migrate outbox list",
        });
      }
      return chosen;
    }),
  );
}
