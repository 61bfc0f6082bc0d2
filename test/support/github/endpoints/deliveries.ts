import { find, ok, parameter, type Answer, type Call, type Endpoints } from "../call.js";
import type { Delivery, Webhooks } from "../webhooks.js";
import type { World } from "../world.js";

/** The app's view of its webhook deliveries, newest first. */
export function deliveryEndpoints(world: World, webhooks: Webhooks): Endpoints {
  /** Paged by a cursor, which is the last delivery seen. */
  function listDeliveries(call: Call): Answer {
    const size = Math.min(100, Number(call.query["per_page"] ?? 30));
    const cursor = Number(call.query["cursor"] ?? Number.POSITIVE_INFINITY);
    const older = webhooks.deliveries.filter(({ id, outcome }) => outcome !== undefined && id < cursor).reverse();
    const page = older.slice(0, size);
    const last = page.at(-1);
    if (last === undefined || older.length <= size) return ok(page.map(renderItem));
    const next = new URL(call.url);
    next.searchParams.set("cursor", String(last.id));
    return { status: 200, body: page.map(renderItem), headers: { link: `<${next.href}>; rel="next"` } };
  }

  function getDelivery(call: Call) {
    const delivery = deliveryOf(call);
    const payload: unknown = JSON.parse(delivery.body);
    return ok({
      ...renderItem(delivery),
      url: webhooks.address ?? "",
      request: { headers: delivery.requestHeaders, payload },
      response: { headers: delivery.outcome?.headers ?? null, payload: delivery.outcome?.body ?? null },
    });
  }

  async function redeliver(call: Call) {
    await webhooks.redeliver(world, deliveryOf(call).id);
    return { status: 202, body: {} };
  }

  function deliveryOf(call: Call): Delivery {
    const id = Number(parameter(call, "delivery_id"));
    return find(webhooks.deliveries, (delivery) => delivery.id === id);
  }

  return {
    "GET /app/hook/deliveries": listDeliveries,
    "GET /app/hook/deliveries/{delivery_id}": getDelivery,
    "POST /app/hook/deliveries/{delivery_id}/attempts": redeliver,
  };
}

function renderItem(delivery: Delivery): Record<string, unknown> {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: Number((delivery.outcome?.seconds ?? 0).toFixed(2)),
    status: delivery.outcome?.status ?? "pending",
    status_code: delivery.outcome?.statusCode ?? 0,
    event: delivery.event,
    action: delivery.action ?? null,
    installation_id: delivery.installationId ?? null,
    repository_id: delivery.repositoryId ?? null,
    throttled_at: null,
  };
}
