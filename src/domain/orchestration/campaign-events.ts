import { z } from "zod";

function event<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.strictObject({ type: z.literal(type), payload: z.strictObject(shape) });
}

export const campaignEventSchema = z.discriminatedUnion("type", [
  event("campaign.created", {
    title: z.string(),
    core_repo: z.string(),
    package: z.string(),
    from_version: z.string(),
    to_version: z.string(),
  }),
  event("campaign.meta-updated", { title: z.string() }),
  event("campaign.manifest-attached", { manifest_uri: z.string(), manifest_blake3: z.string() }),
  event("campaign.started", {}),
  event("campaign.paused", { reason: z.string().nullable() }),
  event("campaign.resumed", {}),
  event("campaign.cancelled", { reason: z.string().nullable() }),
  event("campaign.completed", {}),
  event("campaign.deleted", {}),
]);
export type CampaignEvent = z.infer<typeof campaignEventSchema>;
