import type { Octokit } from "@octokit/rest";
import { OnxError } from "../../domain/errors.js";

/** The part of an Octokit instance that is used here, so that Probot's and the plain one both fit. */
export type GitHubClient = Pick<Octokit, "rest" | "paginate" | "graphql" | "hook">;

/** A type rather than an interface: Octokit wants an index signature. */
export type RepositoryPath = {
  readonly owner: string;
  readonly repo: string;
};

export function pathOf(fullName: string): RepositoryPath {
  const [owner, repo, ...rest] = fullName.split("/");
  if (owner === undefined || owner === "" || repo === undefined || repo === "" || rest.length > 0) {
    throw new OnxError("repository.name", `"${fullName}" is not a repository`, { remedy: "write it as owner/name" });
  }
  return { owner, repo };
}

/** HTTP status of an error that the API answered with. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("status" in error)) return undefined;
  return typeof error.status === "number" ? error.status : undefined;
}

/**
 * The value, or undefined where the API says that the thing does not exist. Every other failure stays one. `absent` are the
 * statuses that say so: a repository without a commit answers 409 to whoever asks for one.
 */
export async function orMissing<T>(request: Promise<T>, absent: readonly number[] = [404]): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    const status = statusOf(error);
    if (status !== undefined && absent.includes(status)) return undefined;
    throw error;
  }
}
