import { send } from "../../src/app/commands.js";
import type { OrchestrationCommand } from "../../src/domain/orchestration/envelope.js";
import type { Store } from "../../src/store/store.js";
import { campaignToPullRequest } from "../store/stories.js";

const CAUSE = { actor: "client", metadata: {} } as const;

/** The story of one dependent with ids of its own. */
function numberedStory(number: number): readonly OrchestrationCommand[] {
  const text = JSON.stringify(campaignToPullRequest())
    .replace(/"(c1|m1|a1|r1)"/g, `"$1-${number}"`)
    .replaceAll('"pr_number":12', `"pr_number":${number}`);
  return JSON.parse(text) as OrchestrationCommand[];
}

export function numberedStories(first: number, count: number): readonly OrchestrationCommand[] {
  return Array.from({ length: count }, (_, at) => numberedStory(first + at)).flat();
}

/** Command ids begin with `prefix`. */
export function tell(store: Store, prefix: string, commands: readonly OrchestrationCommand[]): void {
  for (const [at, command] of commands.entries()) {
    const { status } = send(store, CAUSE, `${prefix}-${at}`, command);
    if (status !== "accepted") throw new Error(`${command.type} was ${status}`);
  }
}
