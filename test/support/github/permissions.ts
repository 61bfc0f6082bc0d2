import type { Access } from "./state.js";

export interface Requirement {
  /** Any one of these permissions of an app will do. */
  readonly anyOf: readonly string[];
  readonly access: Access;
}

/** The first rule whose pattern fits the path template. Source: GitHub's "Permissions required for GitHub Apps". */
const RULES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\/repos\/{owner}\/{repo}\/(git|contents|branches|tags|commits|compare|releases|dispatches)(\/|$)/, ["contents"]],
  [/^\/repos\/{owner}\/{repo}\/pulls\/{pull_number}\/merge$/, ["contents"]],
  [/^\/repos\/{owner}\/{repo}\/pulls(\/|$)/, ["pull_requests"]],
  [/^\/repos\/{owner}\/{repo}\/(issues|labels)(\/|$)/, ["issues", "pull_requests"]],
  [/^\/repos\/{owner}\/{repo}\/check-(runs|suites)(\/|$)/, ["checks"]],
  [/^\/repos\/{owner}\/{repo}\/statuses(\/|$)/, ["statuses"]],
];

const OF_A_COMMIT: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\/check-runs$/, ["checks"]],
  [/\/status(es)?$/, ["statuses"]],
];

export function requirementOf(method: string, path: string): Requirement {
  const rules = path.includes("/commits/{ref}/") ? OF_A_COMMIT : RULES;
  const anyOf = rules.find(([pattern]) => pattern.test(path))?.[1] ?? ["metadata"];
  return { anyOf, access: method === "GET" ? "read" : "write" };
}
