import { z } from "zod";
import { DELIVERY_STATUSES } from "../domain/orchestration/vocabulary.js";
import { prepared } from "./database.js";
import { type Store, timestamp } from "./store.js";

export const deliveryRowSchema = z.strictObject({
  delivery_id: z.string(),
  event_name: z.string(),
  action: z.string().nullable(),
  installation_id: z.string().nullable(),
  payload_json: z.string(),
  received_at: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  command_id: z.string().nullable(),
  attempts: z.number().int(),
  last_error: z.string().nullable(),
});
export type DeliveryRow = z.infer<typeof deliveryRowSchema>;
export type NewDelivery = Pick<
  DeliveryRow,
  "delivery_id" | "event_name" | "action" | "installation_id" | "payload_json"
>;

const COLUMNS = Object.keys(deliveryRowSchema.shape).join(", ");

/** Keeps a delivery whose signature has been verified. False where it is there already: a redelivery changes nothing. */
export function storeDelivery(store: Store, delivery: NewDelivery): boolean {
  const { changes } = prepared(
    store.db,
    `INSERT INTO webhook_inbox (${COLUMNS})
     VALUES (@delivery_id, @event_name, @action, @installation_id, @payload_json, @received_at, 'pending', NULL, 0, NULL)
     ON CONFLICT (delivery_id) DO NOTHING`,
  ).run({ ...delivery, received_at: timestamp(store) });
  return changes === 1;
}

/** Deliveries to be worked on, in the order in which they came, but for those of some installations. */
export function pendingDeliveries(
  store: Store,
  limit: number,
  except: readonly (string | null)[] = [],
): readonly DeliveryRow[] {
  return listDeliveries(store, "pending", limit, except);
}

export function deadDeliveries(store: Store, limit: number): readonly DeliveryRow[] {
  return listDeliveries(store, "dead", limit);
}

function listDeliveries(
  store: Store,
  status: DeliveryRow["status"],
  limit: number,
  except: readonly (string | null)[] = [],
): readonly DeliveryRow[] {
  const rows = prepared(
    store.db,
    `SELECT ${COLUMNS} FROM webhook_inbox
     WHERE status = ? AND COALESCE(installation_id, '') NOT IN (SELECT value FROM json_each(?))
     ORDER BY received_at, rowid LIMIT ?`,
  ).all(status, JSON.stringify(except.map((id) => id ?? "")), limit);
  return z.array(deliveryRowSchema).parse(rows);
}

/** Nothing more is to be done: `processed` by the command, or `ignored` for want of one. */
export function finishDelivery(store: Store, deliveryId: string, commandId: string | null): void {
  prepared(
    store.db,
    `UPDATE webhook_inbox SET status = ?, command_id = ?, attempts = attempts + 1, last_error = NULL
     WHERE delivery_id = ? AND status = 'pending'`,
  ).run(commandId === null ? "ignored" : "processed", commandId, deliveryId);
}

/** Notes a failure. The delivery stays pending until it has failed `maxAttempts` times, then it is dead. */
export function failDelivery(store: Store, deliveryId: string, error: string, maxAttempts: number): void {
  prepared(
    store.db,
    `UPDATE webhook_inbox SET attempts = attempts + 1, last_error = ?,
       status = CASE WHEN attempts + 1 >= ? THEN 'dead' ELSE 'pending' END
     WHERE delivery_id = ? AND status = 'pending'`,
  ).run(error, maxAttempts, deliveryId);
}

/** Takes a dead delivery up again, from no attempts. False where it is not dead. */
export function retryDelivery(store: Store, deliveryId: string): boolean {
  const { changes } = prepared(
    store.db,
    "UPDATE webhook_inbox SET status = 'pending', attempts = 0 WHERE delivery_id = ? AND status = 'dead'",
  ).run(deliveryId);
  return changes === 1;
}
