import { z } from "zod";
import { type CampaignCommand, campaignCommandSchema } from "./campaign-commands.js";
import { type CampaignEvent, campaignEventSchema } from "./campaign-events.js";
import { compiledByType } from "./compiled.js";
import type { Decider } from "./decider.js";
import { type MigrationCommand, migrationCommandSchema } from "./migration-commands.js";
import { type MigrationEvent, migrationEventSchema } from "./migration-events.js";
import type { ActorKind, AggregateKind } from "./vocabulary.js";

export interface CommandsOf {
  readonly campaign: CampaignCommand;
  readonly migration: MigrationCommand;
}

export interface EventsOf {
  readonly campaign: CampaignEvent;
  readonly migration: MigrationEvent;
}

export type OrchestrationCommand = CommandsOf[AggregateKind];
export type OrchestrationEvent = EventsOf[AggregateKind];

const orchestrationCommandSchema = z.discriminatedUnion("type", [
  ...campaignCommandSchema.options,
  ...migrationCommandSchema.options,
]);
export const orchestrationEventSchema = z.discriminatedUnion("type", [
  ...campaignEventSchema.options,
  ...migrationEventSchema.options,
]);
export const commandSchemaOf = compiledByType(orchestrationCommandSchema);
export const eventSchemaOf = compiledByType(orchestrationEventSchema);

export const eventMetadataSchema = z.strictObject({
  /** Version of the payload's shape; 1 where absent. */
  schemaVersion: z.number().int().min(1).optional(),
  deliveryId: z.string().optional(),
  installationId: z.string().optional(),
  repositoryId: z.number().int().optional(),
  runnerJobId: z.string().optional(),
  adapterKey: z.string().optional(),
  requestId: z.string().optional(),
  ingestedAt: z.string().optional(),
});
export type EventMetadata = z.infer<typeof eventMetadataSchema>;

/** What the store adds to an event. */
export interface EventEnvelope {
  /** Position in the whole store, from 1, without gaps. */
  readonly sequence: number;
  readonly event_id: string;
  readonly aggregate_kind: AggregateKind;
  readonly stream_id: string;
  /** Position in the aggregate's stream, from 1. */
  readonly stream_version: number;
  readonly occurred_at: string;
  readonly command_id: string | null;
  readonly causation_event_id: string | null;
  readonly correlation_id: string | null;
  readonly actor_kind: ActorKind;
  readonly metadata: EventMetadata;
}

export type StoredEvent<Event extends OrchestrationEvent = OrchestrationEvent> = EventEnvelope & Event;

/** A decider, and which aggregate it decides for. */
export interface AggregateDecider<Kind extends AggregateKind, State> extends Decider<
  State,
  CommandsOf[Kind],
  EventsOf[Kind]
> {
  readonly kind: Kind;
}

export function aggregateIdOf(command: OrchestrationCommand): string {
  return isCampaignCommand(command) ? command.campaign_id : command.migration_id;
}

export function isCampaignCommand(command: OrchestrationCommand): command is CampaignCommand {
  return command.type.startsWith("campaign.");
}
