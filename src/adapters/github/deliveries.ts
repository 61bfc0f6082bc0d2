import type { GitHubClient } from "./client.js";

/** A delivery that has failed this often is left alone. */
const MAX_TRIES = 5;

interface Tries {
  /** The newest one's id, by which it is asked for again. */
  readonly id: number;
  readonly count: number;
  readonly arrived: boolean;
}

/** Has GitHub send the deliveries again that did not arrive since then: it never does so by itself. Gives their number. */
export async function redeliverFailed(client: GitHubClient, since: Date): Promise<number> {
  const failed = [...(await triesSince(client, since)).values()].filter(
    ({ arrived, count }) => !arrived && count < MAX_TRIES,
  );
  // Oldest first, so that they come in the order in which they happened.
  for (const { id } of failed.toSorted((a, b) => a.id - b.id)) {
    await client.rest.apps.redeliverWebhookDelivery({ delivery_id: id });
  }
  return failed.length;
}

/** Every delivery by its GUID, which all tries of one share. The list comes newest first. */
async function triesSince(client: GitHubClient, since: Date): Promise<Map<string, Tries>> {
  const found = new Map<string, Tries>();
  for await (const { data } of client.paginate.iterator(client.rest.apps.listWebhookDeliveries, { per_page: 100 })) {
    for (const { id, guid, status_code, delivered_at } of data) {
      if (new Date(delivered_at) < since) return found;
      const known = found.get(guid) ?? { id, count: 0, arrived: false };
      const arrived = known.arrived || (status_code >= 200 && status_code < 300);
      found.set(guid, { ...known, count: known.count + 1, arrived });
    }
  }
  return found;
}
