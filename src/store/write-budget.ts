import { z } from "zod";
import { prepared } from "./database.js";
import { type Store, timestamp, writeTransaction } from "./store.js";

export const writeRowSchema = z.strictObject({ installation_id: z.string(), written_at: z.string() });
export const writePauseRowSchema = z.strictObject({ installation_id: z.string(), paused_until: z.string() });

const HOUR_MS = 3_600_000;

/**
 * What an installation may create within a time, its limits under "secondary rate limits" in
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
const LIMITS = [
  { ms: 60_000, writes: 80 },
  { ms: HOUR_MS, writes: 500 },
] as const;

/** Takes one write out of the installation's budget, or says when there will be one again. */
export function takeWrite(store: Store, installationId: string): Date | undefined {
  return writeTransaction(store, () => {
    const at = nextWriteAt(store, installationId);
    if (at !== undefined) return at;
    forgetOldWrites(store, installationId);
    prepared(store.db, "INSERT INTO write_budget (installation_id, written_at) VALUES (?, ?)").run(
      installationId,
      timestamp(store),
    );
    return undefined;
  });
}

/** GitHub has asked for silence. A pause is never shortened. */
export function pauseWrites(store: Store, installationId: string, until: Date): void {
  prepared(
    store.db,
    `INSERT INTO write_pauses (installation_id, paused_until) VALUES (?, ?)
     ON CONFLICT (installation_id) DO UPDATE SET paused_until = MAX(paused_until, excluded.paused_until)`,
  ).run(installationId, until.toISOString());
}

function nextWriteAt(store: Store, installationId: string): Date | undefined {
  const now = store.clock.now().getTime();
  const waits = LIMITS.map(({ ms, writes }) => {
    const written = newestButOthers(store, installationId, writes - 1);
    return written === undefined ? 0 : written.getTime() + ms;
  });
  const next = Math.max(...waits, pausedUntil(store, installationId)?.getTime() ?? 0);
  return next > now ? new Date(next) : undefined;
}

/** The newest write but for a number of still newer ones. */
function newestButOthers(store: Store, installationId: string, others: number): Date | undefined {
  const row = prepared(
    store.db,
    `SELECT installation_id, written_at FROM write_budget WHERE installation_id = ?
     ORDER BY written_at DESC LIMIT 1 OFFSET ?`,
  ).get(installationId, others);
  return row === undefined ? undefined : new Date(writeRowSchema.parse(row).written_at);
}

function pausedUntil(store: Store, installationId: string): Date | undefined {
  const row = prepared(
    store.db,
    "SELECT installation_id, paused_until FROM write_pauses WHERE installation_id = ?",
  ).get(installationId);
  return row === undefined ? undefined : new Date(writePauseRowSchema.parse(row).paused_until);
}

function forgetOldWrites(store: Store, installationId: string): void {
  prepared(store.db, "DELETE FROM write_budget WHERE installation_id = ? AND written_at <= ?").run(
    installationId,
    timestamp(store, -HOUR_MS),
  );
}
