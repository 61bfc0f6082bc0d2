import { z } from "zod";
import type { DeliveryRow } from "../../store/inbox.js";
import type { App } from "../app.js";
import type { Cause } from "../commands.js";

/** Works on one kind of delivery; gives the id of the command that it led to, or null where it concerns nobody. */
export type DeliveryHandler = (app: App, delivery: Delivery) => Promise<string | null>;

export interface Delivery {
  readonly id: string;
  readonly payload: unknown;
  readonly installationId: number | undefined;
  readonly cause: Cause;
}

/** The part of every payload that says where it comes from. */
const originSchema = z.object({
  installation: z.object({ id: z.number().int() }).optional(),
  repository: z.object({ id: z.number().int() }).optional(),
});

export function deliveryOf(row: DeliveryRow): Delivery {
  const payload: unknown = JSON.parse(row.payload_json);
  const { installation, repository } = originSchema.parse(payload);
  return {
    id: row.delivery_id,
    payload,
    installationId: installation?.id,
    cause: {
      actor: "client",
      metadata: {
        deliveryId: row.delivery_id,
        ingestedAt: row.received_at,
        ...(installation === undefined ? {} : { installationId: String(installation.id) }),
        ...(repository === undefined ? {} : { repositoryId: repository.id }),
      },
    },
  };
}
