import { z } from "zod";
import { AGGREGATE_KINDS, RECEIPT_STATUSES } from "../domain/orchestration/vocabulary.js";
import { prepared } from "./database.js";
import type { Store } from "./store.js";

export const receiptRowSchema = z.strictObject({
  command_id: z.string(),
  command_type: z.string(),
  payload_digest: z.string(),
  aggregate_kind: z.enum(AGGREGATE_KINDS),
  aggregate_id: z.string(),
  accepted_at: z.string(),
  result_sequence: z.number().int(),
  status: z.enum(RECEIPT_STATUSES),
  result_json: z.string().nullable(),
  error: z.string().nullable(),
});
export type ReceiptRow = z.infer<typeof receiptRowSchema>;

const COLUMNS = Object.keys(receiptRowSchema.shape);
const FIND = `SELECT ${COLUMNS.join(", ")} FROM orchestration_command_receipts WHERE command_id = ?`;
const INSERT = `INSERT INTO orchestration_command_receipts (${COLUMNS.join(", ")})
  VALUES (${COLUMNS.map((column) => `@${column}`).join(", ")})`;

export function findReceipt(store: Store, commandId: string): ReceiptRow | undefined {
  const row = prepared(store.db, FIND).get(commandId);
  return row === undefined ? undefined : receiptRowSchema.parse(row);
}

export function insertReceipt(store: Store, receipt: ReceiptRow): void {
  prepared(store.db, INSERT).run(receipt);
}
