import type { CampaignCommand } from "../domain/orchestration/campaign-commands.js";
import type { CampaignEvent } from "../domain/orchestration/campaign-events.js";
import { type Decision, reject, type Rejection } from "../domain/orchestration/decider.js";
import type { AggregateDecider } from "../domain/orchestration/envelope.js";
import type { CampaignStatus } from "../domain/orchestration/vocabulary.js";

export interface Campaign {
  readonly title: string;
  readonly status: CampaignStatus;
  readonly manifest_uri: string | undefined;
  readonly manifest_blake3: string | undefined;
  readonly deleted: boolean;
}

/** Undefined until it is created. */
export type CampaignState = Campaign | undefined;

export const campaignDecider: AggregateDecider<"campaign", CampaignState> = {
  kind: "campaign",
  initialState: undefined,
  decide,
  evolve,
};

function decide(command: CampaignCommand, state: CampaignState): Decision<CampaignEvent> {
  if (command.type === "campaign.create") return create(command, state);
  if (state === undefined) return reject("campaign.unknown", `there is no campaign ${command.campaign_id}`);
  if (state.deleted) return reject("campaign.deleted", "the campaign has been deleted");
  switch (command.type) {
    case "campaign.meta.update":
      if (command.title === state.title) return [];
      return [{ type: "campaign.meta-updated", payload: { title: command.title } }];
    case "campaign.manifest.attach":
      return attach(command, state);
    case "campaign.start":
      if (state.status === "running") return [];
      if (state.status !== "draft") return wrongStatus("started", state);
      if (state.manifest_uri === undefined) {
        return reject("campaign.manifest.missing", "a campaign cannot start before its manifest is attached");
      }
      return [{ type: "campaign.started", payload: {} }];
    case "campaign.pause":
      if (state.status === "paused") return [];
      if (state.status !== "running") return wrongStatus("paused", state);
      return [{ type: "campaign.paused", payload: { reason: command.reason ?? null } }];
    case "campaign.resume":
      if (state.status === "running") return [];
      if (state.status !== "paused") return wrongStatus("resumed", state);
      return [{ type: "campaign.resumed", payload: {} }];
    case "campaign.cancel":
      if (state.status === "cancelled") return [];
      if (state.status === "completed") return wrongStatus("cancelled", state);
      return [{ type: "campaign.cancelled", payload: { reason: command.reason ?? null } }];
    case "campaign.complete":
      if (state.status === "completed") return [];
      if (state.status !== "running") return wrongStatus("completed", state);
      return [{ type: "campaign.completed", payload: {} }];
    case "campaign.delete":
      if (state.status === "running" || state.status === "paused") return wrongStatus("deleted", state);
      return [{ type: "campaign.deleted", payload: {} }];
  }
}

function create(
  command: Extract<CampaignCommand, { type: "campaign.create" }>,
  state: CampaignState,
): Decision<CampaignEvent> {
  if (state !== undefined) return reject("campaign.exists", `campaign ${command.campaign_id} exists already`);
  const { type: _type, campaign_id: _id, ...payload } = command;
  return [{ type: "campaign.created", payload }];
}

function attach(
  command: Extract<CampaignCommand, { type: "campaign.manifest.attach" }>,
  state: Campaign,
): Decision<CampaignEvent> {
  const { manifest_uri, manifest_blake3 } = command;
  if (manifest_uri === state.manifest_uri && manifest_blake3 === state.manifest_blake3) return [];
  if (state.status === "completed" || state.status === "cancelled") return wrongStatus("given a manifest", state);
  return [{ type: "campaign.manifest-attached", payload: { manifest_uri, manifest_blake3 } }];
}

function wrongStatus(action: string, state: Campaign): Rejection {
  return reject("campaign.status", `a campaign that is ${state.status} cannot be ${action}`);
}

function evolve(state: CampaignState, event: CampaignEvent): CampaignState {
  if (event.type === "campaign.created") {
    return {
      title: event.payload.title,
      status: "draft",
      manifest_uri: undefined,
      manifest_blake3: undefined,
      deleted: false,
    };
  }
  if (state === undefined) return undefined;
  switch (event.type) {
    case "campaign.meta-updated":
    case "campaign.manifest-attached":
      return { ...state, ...event.payload };
    case "campaign.started":
    case "campaign.resumed":
      return { ...state, status: "running" };
    case "campaign.paused":
      return { ...state, status: "paused" };
    case "campaign.cancelled":
      return { ...state, status: "cancelled" };
    case "campaign.completed":
      return { ...state, status: "completed" };
    case "campaign.deleted":
      return { ...state, deleted: true };
  }
}
