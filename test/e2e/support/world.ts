import { statSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { type GitHubStandIn, startGitHub } from "../../support/github/start.js";
import type { PullSummary } from "../../support/github/summary.js";
import { temporaryFolder } from "../../support/temp.js";
import { type AppProcess, startApp } from "./app-process.js";
import { eventually } from "./eventually.js";
import { type DependentName, seedAcme } from "./seed.js";

/** GitHub with the example repositories, and the App beside it. */
export interface AcmeWorld {
  readonly github: GitHubStandIn;
  app: AppProcess;
  readonly dataDir: string;
  /** Starts the App again over the same data. */
  restart(): Promise<void>;
  pullRequests(name: DependentName): readonly PullSummary[];
  /** The dependent's first pull request, once everything that belongs to it is there. */
  opened(name: DependentName): Promise<PullSummary>;
  /** The answer to a comment, once it has come. */
  answered(name: DependentName, number: number, commentId: number, reaction: string): Promise<PullSummary>;
  /** Waits for an answer as long as the App does anything. */
  eventually<T>(what: string, ask: () => T | undefined | false): Promise<T>;
  /** Rows of the App's database that a query gives. */
  rows(sql: string): unknown[];
}

export async function acmeWorld(dependents: readonly DependentName[]): Promise<AcmeWorld> {
  const github = await startGitHub();
  await seedAcme(github, dependents);
  const dataDir = await temporaryFolder("onx-e2e");
  const activity = (): string =>
    [github.requests.length, world.app.log().length, lastWriteTo(join(dataDir, "store.db-wal"))].join();
  const world: AcmeWorld = {
    github,
    app: await startApp({ github, dataDir }),
    dataDir,
    async restart() {
      world.app = await startApp({ github, dataDir });
    },
    pullRequests: (name) => github.pullRequests(`acme/${name}`),
    opened: (name) =>
      world.eventually(`the pull request of ${name}`, () => {
        const [found] = github.pullRequests(`acme/${name}`);
        return found !== undefined && found.labels.includes("onx-migrate") && found.checkRuns.length > 0 && found;
      }),
    answered: (name, number, commentId, reaction) =>
      world.eventually(`an answer to comment ${String(commentId)}`, () => {
        const found = github.pullRequests(`acme/${name}`).find((pull) => pull.number === number);
        const comment = found?.comments.find(({ id }) => id === commentId);
        return comment?.reactions.includes(reaction) === true && found;
      }),
    eventually: (what, ask) => eventually(what, ask, activity, () => world.app.log()),
    rows(sql) {
      const database = new Sqlite(join(dataDir, "store.db"), { readonly: true });
      try {
        return database.prepare(sql).all();
      } finally {
        database.close();
      }
    },
  };
  onTestFinished(async () => {
    await world.app.stop();
    const { violations } = github;
    await github.close();
    expect(violations).toEqual([]);
  });
  return world;
}

function lastWriteTo(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
