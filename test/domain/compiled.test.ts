import { expect, test } from "vitest";
import { commandSchemaOf, eventSchemaOf, orchestrationEventSchema } from "../../src/domain/orchestration/envelope.js";

const created = {
  type: "campaign.created",
  payload: { title: "t", core_repo: "acme/core", package: "p", from_version: "1.0.0", to_version: "2.0.0" },
};

test.each([
  ["a good one", created],
  ["a key too many", { ...created, payload: { ...created.payload, more: 1 } }],
  ["a key too few", { ...created, payload: { title: "t" } }],
  ["a wrong value", { ...created, payload: { ...created.payload, title: 1 } }],
  ["a type that there is not", { ...created, type: "campaign.eaten" }],
])("the schema of one type judges as the union does: %s", (_case, event) => {
  const { success, data, error } = orchestrationEventSchema.safeParse(event);
  expect(eventSchemaOf(event.type).safeParse(event)).toMatchObject({ success, ...(success ? { data } : {}) });
  expect(eventSchemaOf(event.type).safeParse(event).error?.issues).toEqual(error?.issues);
});

test("a type's schema is made once, and is not another type's", () => {
  expect(commandSchemaOf("campaign.pause")).toBe(commandSchemaOf("campaign.pause"));
  expect(commandSchemaOf("campaign.pause").safeParse({ type: "campaign.start", campaign_id: "c1" }).success).toBe(
    false,
  );
});
