import type { Forge } from "../../adapters/github/forge.js";
import { OnxError } from "../../domain/errors.js";
import type { StoredEvent } from "../../domain/orchestration/envelope.js";
import { readEventsAfter } from "../../store/events.js";
import type { LeasedEffect } from "../../store/outbox.js";
import { getCampaign } from "../../store/reads/campaigns.js";
import { getMigration } from "../../store/reads/migrations.js";
import type { CampaignRow, MigrationRow } from "../../store/reads/rows.js";
import type { Store } from "../../store/store.js";
import type { App } from "../app.js";
import type { Cause } from "../commands.js";

/** One effect under way: what asked for it, and how it may reach the world. */
export interface Effect {
  readonly app: App;
  /** Ids of the commands that it sends begin with this. */
  readonly key: string;
  readonly event: StoredEvent;
  readonly cause: Cause;
  readonly installationId: number;
  readonly forge: Forge;
  readonly signal: AbortSignal;
}

export async function openEffect(app: App, leased: LeasedEffect, signal: AbortSignal): Promise<Effect> {
  const event = sourceEvent(app.store, leased);
  const installationId = Number(event.metadata.installationId);
  if (!Number.isInteger(installationId)) {
    throw new OnxError("effect.installation", `${leased.effect_key} does not know its installation`, {
      place: `event ${String(event.sequence)}`,
    });
  }
  return {
    app,
    key: leased.effect_key,
    event,
    cause: causeOf(event),
    installationId,
    forge: await app.github.forge(installationId),
    signal,
  };
}

export function sourceEvent(store: Store, leased: LeasedEffect): StoredEvent {
  const [event] = readEventsAfter(store, leased.source_sequence - 1, 1);
  if (event?.sequence === leased.source_sequence) return event;
  throw new OnxError("effect.source", `${leased.effect_key} was asked for by an event that is not there`, {
    place: `sequence ${String(leased.source_sequence)}`,
  });
}

/** What an event leads to carries its correlation and its origin on. */
export function causeOf(event: StoredEvent): Cause {
  const { installationId, repositoryId } = event.metadata;
  return {
    actor: "server",
    eventId: event.event_id,
    metadata: {
      ...(installationId === undefined ? {} : { installationId }),
      ...(repositoryId === undefined ? {} : { repositoryId }),
    },
    ...(event.correlation_id === null ? {} : { correlationId: event.correlation_id }),
  };
}

export function campaignOf(store: Store, campaignId: string): CampaignRow {
  const campaign = getCampaign(store, campaignId);
  if (campaign !== undefined) return campaign;
  throw new OnxError("campaign.unknown", `there is no campaign ${campaignId}`);
}

export function migrationOf(store: Store, migrationId: string): MigrationRow {
  const migration = getMigration(store, migrationId);
  if (migration !== undefined) return migration;
  throw new OnxError("migration.unknown", `there is no migration ${migrationId}`);
}
