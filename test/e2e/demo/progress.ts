import colours from "picocolors";
import { z } from "zod";
import type { SeenEvent, StoreView } from "./store-view.js";

/** Tells the App's events, as they come, to somebody who has never seen them. */
export class Progress {
  readonly #view: StoreView;
  readonly #started: number;

  constructor(view: StoreView) {
    this.#view = view;
    this.#started = performance.now();
  }

  async until(isDone: () => boolean, patienceMs = 120_000): Promise<void> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      this.#tell();
      if (isDone()) return this.#tell();
      if (performance.now() > deadline) throw new Error("the App did not finish in time");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  #tell(): void {
    const names = new Map(
      this.#view.migrations().map((migration) => [migration.migration_id, migration.repo_full_name]),
    );
    for (const event of this.#view.news()) {
      const text = describe(event);
      if (text === undefined) continue;
      const seconds = `${((performance.now() - this.#started) / 1_000).toFixed(1)} s`.padStart(7);
      const name = (names.get(event.stream_id) ?? "acme/parcel").padEnd(20);
      console.log(`${colours.dim(seconds)}  ${colours.cyan(name)} ${text}`);
    }
  }
}

const payloads = {
  "campaign.created": z.object({ package: z.string(), from_version: z.string(), to_version: z.string() }),
  "campaign.manifest-attached": z.object({ manifest_uri: z.string() }),
  "migration.attempt-completed": z.object({ migration_status: z.string(), error: z.string().nullable() }),
  "migration.branch-pushed": z.object({ head_branch: z.string() }),
  "migration.pr-opened": z.object({ pr_number: z.number() }),
  "migration.activity-appended": z.object({ kind: z.string(), summary: z.string() }),
};

function describe(event: SeenEvent): string | undefined {
  switch (event.event_type) {
    case "campaign.created": {
      const { package: name, from_version, to_version } = payloads["campaign.created"].parse(event.payload_json);
      return `released: a campaign begins for ${name} ${from_version} → ${to_version}`;
    }
    case "campaign.manifest-attached": {
      const { manifest_uri } = payloads["campaign.manifest-attached"].parse(event.payload_json);
      return `its changes are inferred and published as\n${" ".repeat(30)}${manifest_uri}`;
    }
    case "migration.created":
      return "depends on it";
    case "migration.attempt-started":
      return "a worker clones it, migrates it and runs its checks";
    case "migration.attempt-completed": {
      const { migration_status, error } = payloads["migration.attempt-completed"].parse(event.payload_json);
      if (error !== null) return colours.red(error);
      return migration_status === "skipped" ? "nothing to change" : undefined;
    }
    case "migration.branch-pushed": {
      const { head_branch } = payloads["migration.branch-pushed"].parse(event.payload_json);
      return `branch ${head_branch} is pushed`;
    }
    case "migration.pr-opened": {
      const { pr_number } = payloads["migration.pr-opened"].parse(event.payload_json);
      return colours.green(`pull request #${String(pr_number)} is open`);
    }
    case "migration.activity-appended": {
      const { kind, summary } = payloads["migration.activity-appended"].parse(event.payload_json);
      return kind === "comment-commands" ? summary : undefined;
    }
    case "migration.checkpoint-revert-requested":
      return "the migration is being taken back";
    case "migration.reverted":
      return colours.green("rolled back");
    default:
      return undefined;
  }
}
