import { describe, expect, test } from "vitest";
import { campaignDecider } from "../../src/campaign/campaign.js";
import type { CampaignCommand } from "../../src/domain/orchestration/campaign-commands.js";
import { given } from "./given.js";

const campaign_id = "c1";
const create: CampaignCommand = {
  type: "campaign.create",
  campaign_id,
  title: "core 2.0.0",
  core_repo: "acme/core",
  package: "@acme/core",
  from_version: "1.0.0",
  to_version: "2.0.0",
};
const attach: CampaignCommand = {
  type: "campaign.manifest.attach",
  campaign_id,
  manifest_uri: "file:m.yaml",
  manifest_blake3: "ab",
};
const start: CampaignCommand = { type: "campaign.start", campaign_id };
const pause: CampaignCommand = { type: "campaign.pause", campaign_id, reason: "the gate failed" };
const resume: CampaignCommand = { type: "campaign.resume", campaign_id };
const cancel: CampaignCommand = { type: "campaign.cancel", campaign_id };
const complete: CampaignCommand = { type: "campaign.complete", campaign_id };
const remove: CampaignCommand = { type: "campaign.delete", campaign_id };
const rename: CampaignCommand = { type: "campaign.meta.update", campaign_id, title: "core two" };

describe("what leads to an event", () => {
  test.each([
    ["campaign.created", [], create],
    ["campaign.meta-updated", [create], rename],
    ["campaign.manifest-attached", [create], attach],
    ["campaign.manifest-attached", [create, attach, start], { ...attach, manifest_blake3: "cd" }],
    ["campaign.started", [create, attach], start],
    ["campaign.paused", [create, attach, start], pause],
    ["campaign.resumed", [create, attach, start, pause], resume],
    ["campaign.cancelled", [create], cancel],
    ["campaign.cancelled", [create, attach, start, pause], cancel],
    ["campaign.completed", [create, attach, start], complete],
    ["campaign.deleted", [create, attach, start, complete], remove],
    ["campaign.deleted", [create], remove],
  ] satisfies [string, CampaignCommand[], CampaignCommand][])("%s (%#)", (type, history, command) => {
    expect(given(campaignDecider, ...history).when(command)).toEqual([expect.objectContaining({ type })]);
  });
});

describe("what is refused", () => {
  test.each([
    ["campaign.unknown", [], start],
    ["campaign.exists", [create], create],
    ["campaign.manifest.missing", [create], start],
    ["campaign.status", [create], pause],
    ["campaign.status", [create], resume],
    ["campaign.status", [create], complete],
    ["campaign.status", [create, attach, start, complete], cancel],
    ["campaign.status", [create, attach, start, complete], start],
    ["campaign.status", [create, attach, start], remove],
    ["campaign.status", [create, cancel], attach],
    ["campaign.deleted", [create, remove], rename],
    ["campaign.deleted", [create, remove], remove],
  ] satisfies [string, CampaignCommand[], CampaignCommand][])("%s (%#)", (code, history, command) => {
    expect(given(campaignDecider, ...history).when(command)).toMatchObject({ code });
  });
});

describe("what is so already changes nothing", () => {
  test.each([
    ["renamed", [create, rename], rename],
    ["attached", [create, attach], attach],
    ["started", [create, attach, start], start],
    ["running", [create, attach, start], resume],
    ["paused", [create, attach, start, pause], pause],
    ["completed", [create, attach, start, complete], complete],
    ["cancelled", [create, cancel], cancel],
  ] satisfies [string, CampaignCommand[], CampaignCommand][])("%s", (_so, history, command) => {
    expect(given(campaignDecider, ...history).when(command)).toEqual([]);
  });
});

test("why it was paused is kept", () => {
  expect(given(campaignDecider, create, attach, start).when(pause)).toEqual([
    { type: "campaign.paused", payload: { reason: "the gate failed" } },
  ]);
});
