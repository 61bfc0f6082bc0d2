/** Turns a payload of an old version into the next one. Stored events stay as they were written. */
export interface Upcaster {
  readonly type: string;
  /** The version that it reads; it returns the one after. */
  readonly from: number;
  upcast(payload: unknown): unknown;
}

/**
 * Upcasters of every event whose payload has changed its shape: one per version left behind. `fixtures/events/` holds a payload
 * of every version that was ever written.
 */
export const UPCASTERS: readonly Upcaster[] = [];

/** The version in which an event is written today. */
export function currentVersion(type: string, upcasters: readonly Upcaster[]): number {
  return 1 + upcasters.filter((upcaster) => upcaster.type === type).length;
}

/** The payload as the present version has it. */
export function upcastPayload(
  type: string,
  version: number,
  payload: unknown,
  upcasters: readonly Upcaster[],
): unknown {
  const next = upcasters.find((upcaster) => upcaster.type === type && upcaster.from === version);
  return next === undefined ? payload : upcastPayload(type, version + 1, next.upcast(payload), upcasters);
}
