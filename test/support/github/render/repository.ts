import type { Repository } from "../state.js";
import type { World } from "../world.js";
import { nodeId, renderAccount } from "./account.js";

/** What follows a repository's address in the API, by field. */
const LINKS = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
} as const;

/** One rendering with the fields of every variety that GitHub has: minimal, full, and the one in webhooks. */
export function renderRepository(world: World, repository: Repository): Record<string, unknown> {
  const api = apiUrl(world, repository);
  const html = htmlUrl(world, repository);
  const host = new URL(world.url).host;
  const open = repository.issues.filter((issue) => issue.state === "open").length;
  return {
    ...Object.fromEntries(Object.entries(LINKS).map(([field, rest]) => [field, `${api}${rest}`])),
    id: repository.id,
    node_id: nodeId("R", repository.id),
    name: repository.name,
    full_name: repository.fullName,
    owner: renderAccount(world, repository.owner),
    private: repository.private,
    visibility: repository.private ? "private" : "public",
    html_url: html,
    description: null,
    fork: repository.fork,
    url: api,
    git_url: `git://${host}/${repository.fullName}.git`,
    ssh_url: `git@${host}:${repository.fullName}.git`,
    clone_url: `${html}.git`,
    mirror_url: null,
    svn_url: html,
    homepage: null,
    language: null,
    license: null,
    topics: [],
    custom_properties: {},
    default_branch: repository.defaultBranch,
    archived: repository.archived,
    disabled: false,
    is_template: false,
    web_commit_signoff_required: false,
    allow_forking: true,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    size: 0,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    subscribers_count: 0,
    network_count: 0,
    open_issues: open,
    open_issues_count: open,
    created_at: repository.createdAt,
    updated_at: repository.pushedAt,
    pushed_at: repository.pushedAt,
  };
}

export function apiUrl(world: World, repository: Repository): string {
  return `${world.url}/repos/${repository.fullName}`;
}

export function htmlUrl(world: World, repository: Repository): string {
  return `${world.url}/${repository.fullName}`;
}
