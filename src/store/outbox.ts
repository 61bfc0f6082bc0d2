import { z } from "zod";
import { OUTBOX_STATUSES } from "../domain/orchestration/vocabulary.js";
import { prepared } from "./database.js";
import { LeaseLost } from "./errors.js";
import { type Store, timestamp, writeTransaction } from "./store.js";

export const effectRowSchema = z.strictObject({
  effect_key: z.string(),
  source_sequence: z.number().int(),
  kind: z.string(),
  request_json: z.string(),
  status: z.enum(OUTBOX_STATUSES),
  lease_token: z.string().nullable(),
  lease_expires_at: z.string().nullable(),
  attempts: z.number().int(),
  next_attempt_at: z.string(),
  result_json: z.string().nullable(),
  last_error: z.string().nullable(),
});
export type EffectRow = z.infer<typeof effectRowSchema>;

/** Something to be done outside, once. */
export interface NewEffect {
  /** Deterministic, such as `pr:{migration}:{attempt}`: the same effect asked for twice is one row. */
  readonly effect_key: string;
  readonly kind: string;
  readonly request: unknown;
}

export interface LeasedEffect {
  readonly effect_key: string;
  readonly source_sequence: number;
  readonly kind: string;
  /** As it was enqueued; whoever carries it out validates it. */
  readonly request: unknown;
  /** Proof of the lease, needed to renew, complete or fail it. */
  readonly lease_token: string;
  /** How often it has been leased, this time included. */
  readonly attempts: number;
}

const COLUMNS = Object.keys(effectRowSchema.shape).join(", ");

/** False where the effect is there already. Reactors do this in the transaction that moves their cursor. */
export function enqueueEffect(store: Store, effect: NewEffect, sourceSequence: number): boolean {
  const { changes } = prepared(
    store.db,
    `INSERT INTO effect_outbox (effect_key, source_sequence, kind, request_json, status, attempts, next_attempt_at)
     VALUES (?, ?, ?, ?, 'pending', 0, ?) ON CONFLICT (effect_key) DO NOTHING`,
  ).run(effect.effect_key, sourceSequence, effect.kind, JSON.stringify(effect.request), timestamp(store));
  return changes === 1;
}

export interface LeaseOptions {
  readonly limit: number;
  readonly leaseMs: number;
  /** Takes effects of this kind only… */
  readonly only?: string;
  /** …or of any kind but this one. */
  readonly except?: string;
}

/** Takes effects that are due, those of vanished holders included: whoever leases them sees how often that was. Oldest first. */
export function leaseEffects(store: Store, options: LeaseOptions): readonly LeasedEffect[] {
  return writeTransaction(store, () => {
    const now = timestamp(store);
    releaseExpired(store, now);
    const due = prepared(
      store.db,
      `SELECT ${COLUMNS} FROM effect_outbox WHERE status = 'pending' AND next_attempt_at <= @now
           AND kind = COALESCE(@only, kind) AND kind IS NOT @except
         ORDER BY next_attempt_at, source_sequence, rowid LIMIT @limit`,
    ).all({ now, limit: options.limit, only: options.only ?? null, except: options.except ?? null });
    return z
      .array(effectRowSchema)
      .parse(due)
      .map((row) => lease(store, row, timestamp(store, options.leaseMs)));
  });
}

function releaseExpired(store: Store, now: string): void {
  prepared(
    store.db,
    `UPDATE effect_outbox SET status = 'pending', lease_token = NULL, lease_expires_at = NULL,
       last_error = 'the lease expired before an answer came'
     WHERE status = 'leased' AND lease_expires_at <= ?`,
  ).run(now);
}

function lease(store: Store, row: EffectRow, expires: string): LeasedEffect {
  const lease_token = store.ids.next();
  prepared(
    store.db,
    `UPDATE effect_outbox SET status = 'leased', lease_token = ?, lease_expires_at = ?, attempts = attempts + 1
     WHERE effect_key = ?`,
  ).run(lease_token, expires, row.effect_key);
  return {
    effect_key: row.effect_key,
    source_sequence: row.source_sequence,
    kind: row.kind,
    request: JSON.parse(row.request_json),
    lease_token,
    attempts: row.attempts + 1,
  };
}

type Held = Pick<LeasedEffect, "effect_key" | "lease_token">;

export function renewEffect(store: Store, held: Held, leaseMs: number): void {
  const { changes } = prepared(
    store.db,
    `UPDATE effect_outbox SET lease_expires_at = ? WHERE effect_key = ? AND status = 'leased' AND lease_token = ?`,
  ).run(timestamp(store, leaseMs), held.effect_key, held.lease_token);
  if (changes === 0) throw new LeaseLost(held.effect_key);
}

export function completeEffect(store: Store, held: Held, result: unknown): void {
  const { changes } = prepared(
    store.db,
    `UPDATE effect_outbox SET status = 'done', lease_token = NULL, lease_expires_at = NULL, result_json = ?,
       last_error = NULL
     WHERE effect_key = ? AND status = 'leased' AND lease_token = ?`,
  ).run(JSON.stringify(result ?? null), held.effect_key, held.lease_token);
  if (changes === 0) throw new LeaseLost(held.effect_key);
}

/** Puts the effect back until `retryAt`, or among the dead where trying again is of no use. */
export function failEffect(store: Store, held: Held, error: string, retryAt: Date | "never"): void {
  const dead = retryAt === "never";
  const { changes } = prepared(
    store.db,
    `UPDATE effect_outbox SET status = ?, lease_token = NULL, lease_expires_at = NULL, next_attempt_at = ?,
       last_error = ?
     WHERE effect_key = ? AND status = 'leased' AND lease_token = ?`,
  ).run(
    dead ? "dead" : "pending",
    dead ? timestamp(store) : retryAt.toISOString(),
    error,
    held.effect_key,
    held.lease_token,
  );
  if (changes === 0) throw new LeaseLost(held.effect_key);
}

/** Puts the effect back until its turn comes, which is no failed attempt. */
export function postponeEffect(store: Store, held: Held, reason: string, until: Date): void {
  const { changes } = prepared(
    store.db,
    `UPDATE effect_outbox SET status = 'pending', lease_token = NULL, lease_expires_at = NULL,
       attempts = attempts - 1, next_attempt_at = ?, last_error = ?
     WHERE effect_key = ? AND status = 'leased' AND lease_token = ?`,
  ).run(until.toISOString(), reason, held.effect_key, held.lease_token);
  if (changes === 0) throw new LeaseLost(held.effect_key);
}

export function findEffect(store: Store, effectKey: string): EffectRow | undefined {
  const row = prepared(store.db, `SELECT ${COLUMNS} FROM effect_outbox WHERE effect_key = ?`).get(effectKey);
  return row === undefined ? undefined : effectRowSchema.parse(row);
}

export function deadEffects(store: Store, limit: number): readonly EffectRow[] {
  const rows = prepared(
    store.db,
    `SELECT ${COLUMNS} FROM effect_outbox WHERE status = 'dead' ORDER BY next_attempt_at, rowid LIMIT ?`,
  ).all(limit);
  return z.array(effectRowSchema).parse(rows);
}

/** Takes a dead effect up again at once, from no attempts. False where it is not dead. */
export function retryEffect(store: Store, effectKey: string): boolean {
  const { changes } = prepared(
    store.db,
    "UPDATE effect_outbox SET status = 'pending', attempts = 0, next_attempt_at = ? WHERE effect_key = ? AND status = 'dead'",
  ).run(timestamp(store), effectKey);
  return changes === 1;
}

/** When the next effect falls due or the next lease expires; undefined where nothing waits. */
export function nextEffectAt(store: Store): Date | undefined {
  const row = prepared(
    store.db,
    `SELECT MIN(at) AS at FROM (
       SELECT MIN(next_attempt_at) AS at FROM effect_outbox WHERE status = 'pending'
       UNION ALL SELECT MIN(lease_expires_at) FROM effect_outbox WHERE status = 'leased')`,
  ).get();
  const { at } = z.object({ at: z.string().nullable() }).parse(row);
  return at === null ? undefined : new Date(at);
}
