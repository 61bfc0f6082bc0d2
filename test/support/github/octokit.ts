import { ProbotOctokit } from "probot";

import type { GitHubStandIn } from "./start.js";

/** Probot's own client, as the app itself. */
export function appOctokit(github: GitHubStandIn, baseUrl = github.url): InstanceType<typeof ProbotOctokit> {
  return new ProbotOctokit({
    ...unthrottled(github),
    baseUrl,
    auth: { appId: github.appId, privateKey: github.privateKey },
  });
}

/** Probot's own client, as the app's installation on a repository. */
export async function installationOctokit(
  github: GitHubStandIn,
  fullName: string,
): Promise<InstanceType<typeof ProbotOctokit>> {
  const [owner = "", repo = ""] = fullName.split("/");
  const { data } = await appOctokit(github).rest.apps.getRepoInstallation({ owner, repo });
  const auth = { appId: github.appId, privateKey: github.privateKey, installationId: data.id };
  return new ProbotOctokit({ ...unthrottled(github), auth });
}

// Waits and repetitions belong to the app; these clients show what the stand-in itself answers.
function unthrottled(github: GitHubStandIn) {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  return { baseUrl: github.url, throttle: { enabled: false }, retry: { enabled: false }, log: silent };
}
