import { describe, expect, test } from "vitest";
import { campaignDecider } from "../../src/campaign/campaign.js";
import { migrationDecider } from "../../src/campaign/migration.js";
import { type Decision, isRejection } from "../../src/domain/orchestration/decider.js";
import {
  aggregateIdOf,
  type EventsOf,
  isCampaignCommand,
  type OrchestrationCommand,
  type OrchestrationEvent,
} from "../../src/domain/orchestration/envelope.js";
import { dispatch } from "../../src/store/dispatch.js";
import { readEventsAfter, readStream } from "../../src/store/events.js";
import { closeStore, openStore } from "../../src/store/open-store.js";
import type { Store } from "../../src/store/store.js";
import { fc } from "../support/fast-check.js";
import { commandSequence } from "./commands.arbitrary.js";
import { campaignToPullRequest } from "./stories.js";
import { send, testIds, testStore } from "./support.js";

/** What a decider says when it has just read every event of the aggregate. */
function decidedAnew(store: Store, command: OrchestrationCommand): Decision<OrchestrationEvent> {
  const id = aggregateIdOf(command);
  if (isCampaignCommand(command)) {
    const past: readonly EventsOf["campaign"][] = readStream(store, "campaign", id);
    return campaignDecider.decide(command, past.reduce(campaignDecider.evolve, campaignDecider.initialState));
  }
  const past: readonly EventsOf["migration"][] = readStream(store, "migration", id);
  return migrationDecider.decide(command, past.reduce(migrationDecider.evolve, migrationDecider.initialState));
}

/** A migration decider that counts the events it is shown. */
function countingDecider() {
  const seen = { events: 0 };
  const decider: typeof migrationDecider = {
    ...migrationDecider,
    evolve(state, event) {
      seen.events += 1;
      return migrationDecider.evolve(state, event);
    },
  };
  return { decider, seen };
}

describe("aggregates are kept from command to command", () => {
  test("what is decided is what all events together lead to, whichever of two connections appended them", () => {
    fc.assert(
      fc.property(commandSequence, fc.infiniteStream(fc.nat(1)), (commands, turns) => {
        const { store, file, clock } = testStore();
        const other = openStore({ file, clock, ids: testIds("other") });
        const connections = [store, other];
        for (const { db } of connections) db.pragma("synchronous = OFF");
        for (const [at, command] of commands.entries()) {
          const wanted = decidedAnew(store, command);
          const result = send(connections[turns.next().value]!, command, `command-${at}`);
          if (isRejection(wanted)) {
            expect(result).toMatchObject({ status: "rejected", ...wanted });
            continue;
          }
          const appended = readEventsAfter(store, result.sequence - wanted.length, 100);
          expect(appended.map(({ type, payload }) => ({ type, payload }))).toEqual(wanted);
        }
        closeStore(other);
      }),
      { numRuns: 25 },
    );
  });

  test("an event is read once, however many commands follow it", () => {
    const { store } = testStore();
    const { decider, seen } = countingDecider();
    for (const [at, command] of campaignToPullRequest().entries()) {
      if (!isCampaignCommand(command)) {
        dispatch(store, decider, { command_id: `command-${at}`, command, actor_kind: "client" });
      }
    }
    expect(seen.events).toBe(readStream(store, "migration", "m1").length);
  });

  test("nothing is kept of events that were undone", () => {
    const { store, send } = testStore();
    const [create, attach] = campaignToPullRequest();
    send(create!);
    const undone = store.db.transaction(() => {
      send({ type: "campaign.cancel", campaign_id: "c1" }, "undone");
      throw new Error("undone");
    });
    expect(undone).toThrow("undone");
    expect(send(attach!)).toMatchObject({ status: "accepted" });
  });

  test("those that were not used for longest are let go", () => {
    const { store } = testStore();
    store.db.pragma("synchronous = OFF");
    const { decider, seen } = countingDecider();
    const created = campaignToPullRequest().find((command) => command.type === "migration.create")!;
    const skip = (migration_id: string): void => {
      const command = { type: "migration.skip", migration_id, reason: "no" } as const;
      dispatch(store, decider, { command_id: `skip-${migration_id}`, command, actor_kind: "client" });
    };
    for (let at = 0; at <= 1_000; at++) {
      const command = { ...created, migration_id: `m${at}`, repo_id: at };
      dispatch(store, decider, { command_id: `create-${at}`, command, actor_kind: "client" });
    }
    seen.events = 0;
    skip("m1000");
    expect(seen.events).toBe(1);
    skip("m0");
    expect(seen.events).toBe(3);
  });
});
