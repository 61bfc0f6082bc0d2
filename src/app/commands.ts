import { campaignDecider } from "../campaign/campaign.js";
import { migrationDecider } from "../campaign/migration.js";
import { type EventMetadata, isCampaignCommand, type OrchestrationCommand } from "../domain/orchestration/envelope.js";
import type { ActorKind } from "../domain/orchestration/vocabulary.js";
import { dispatch, type DispatchResult } from "../store/dispatch.js";
import type { Store } from "../store/store.js";

/** Where a command comes from; every event that it leads to says so. */
export interface Cause {
  readonly actor: ActorKind;
  readonly metadata: EventMetadata;
  readonly correlationId?: string;
  readonly eventId?: string;
}

/** Dispatches under an id that follows from what caused it, so that doing it again does nothing. */
export function send(store: Store, cause: Cause, commandId: string, command: OrchestrationCommand): DispatchResult {
  const envelope = {
    command_id: commandId,
    actor_kind: cause.actor,
    metadata: cause.metadata,
    ...(cause.correlationId === undefined ? {} : { correlation_id: cause.correlationId }),
    ...(cause.eventId === undefined ? {} : { causation_event_id: cause.eventId }),
  };
  return isCampaignCommand(command)
    ? dispatch(store, campaignDecider, { ...envelope, command })
    : dispatch(store, migrationDecider, { ...envelope, command });
}
