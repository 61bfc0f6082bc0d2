import { z } from "zod";

const id = z.string().min(1);

function command<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.strictObject({ type: z.literal(type), campaign_id: id, ...shape });
}

export const campaignCommandSchema = z.discriminatedUnion("type", [
  command("campaign.create", {
    title: z.string().min(1),
    core_repo: z.string().min(1),
    package: z.string().min(1),
    from_version: z.string().min(1),
    to_version: z.string().min(1),
  }),
  command("campaign.meta.update", { title: z.string().min(1) }),
  command("campaign.manifest.attach", { manifest_uri: z.string().min(1), manifest_blake3: z.string().min(1) }),
  command("campaign.start", {}),
  command("campaign.pause", { reason: z.string().optional() }),
  command("campaign.resume", {}),
  command("campaign.cancel", { reason: z.string().optional() }),
  command("campaign.complete", {}),
  command("campaign.delete", {}),
]);
export type CampaignCommand = z.infer<typeof campaignCommandSchema>;
