import { OnxError } from "../../domain/errors.js";
import { type GitHubClient, orMissing, pathOf } from "./client.js";
import type { ForgeRepository, ForgeTag } from "./forge.js";

interface RepositoryData {
  readonly id: number;
  readonly full_name: string;
  readonly default_branch?: string;
  readonly clone_url?: string;
  readonly html_url: string;
  readonly archived?: boolean;
  readonly fork: boolean;
}

export async function listRepositories(client: GitHubClient): Promise<ForgeRepository[]> {
  const repositories = await client.paginate(client.rest.apps.listReposAccessibleToInstallation, { per_page: 100 });
  return repositories.map(toRepository);
}

export async function readRepository(client: GitHubClient, fullName: string): Promise<ForgeRepository> {
  const { data } = await client.rest.repos.get(pathOf(fullName));
  return toRepository(data);
}

export async function readFile(
  client: GitHubClient,
  fullName: string,
  path: string,
  ref: string | undefined,
): Promise<Uint8Array | undefined> {
  const response = await orMissing(
    client.rest.repos.getContent({ ...pathOf(fullName), path, ...(ref === undefined ? {} : { ref }) }),
  );
  if (response === undefined || Array.isArray(response.data) || response.data.type !== "file") return undefined;
  if (response.data.encoding === "base64") return Buffer.from(response.data.content, "base64");
  // Above a megabyte the content is left out and has to be asked for by its id.
  const blob = await client.rest.git.getBlob({ ...pathOf(fullName), file_sha: response.data.sha });
  return Buffer.from(blob.data.content, "base64");
}

export async function readText(
  client: GitHubClient,
  fullName: string,
  path: string,
  ref: string | undefined,
): Promise<string | undefined> {
  const bytes = await readFile(client, fullName, path, ref);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString("utf8");
}

export async function listFiles(client: GitHubClient, fullName: string, sha: string): Promise<string[]> {
  const { data } = await client.rest.git.getTree({ ...pathOf(fullName), tree_sha: sha, recursive: "true" });
  if (data.truncated) {
    throw new OnxError("repository.too_many_files", "GitHub cut the list of files short", {
      place: `${fullName} at ${sha}`,
      remedy: "exclude the repository, or migrate it with `onx-migrate apply`",
    });
  }
  return data.tree.filter((entry) => entry.type === "blob").map((entry) => entry.path);
}

export async function listTags(client: GitHubClient, fullName: string): Promise<ForgeTag[]> {
  const tags = await client.paginate(client.rest.repos.listTags, { ...pathOf(fullName), per_page: 100 });
  return tags.map((tag) => ({ name: tag.name, sha: tag.commit.sha }));
}

function toRepository(data: RepositoryData): ForgeRepository {
  return {
    id: data.id,
    fullName: data.full_name,
    defaultBranch: data.default_branch ?? "main",
    cloneUrl: data.clone_url ?? `${data.html_url}.git`,
    htmlUrl: data.html_url,
    archived: data.archived ?? false,
    fork: data.fork,
  };
}
