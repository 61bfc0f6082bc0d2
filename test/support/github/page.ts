import type { HttpResponse } from "./http.js";
import { notFound } from "./refusal.js";
import { isPull } from "./state.js";
import { diffOfPull } from "./summary.js";
import type { World } from "./world.js";

const ADDRESS = /^\/([^/]+\/[^/]+)\/(?:pull|issues)\/(\d+)$/;

export function isPage(path: string): boolean {
  return ADDRESS.test(path);
}

/** An issue or a pull request as plain text, for whoever follows a link of the demo. */
export async function answerPage(world: World, path: string): Promise<HttpResponse> {
  const [, fullName = "", number = ""] = ADDRESS.exec(path) ?? [];
  const repository = world.repository(decodeURIComponent(fullName));
  const issue = repository.issues.find((candidate) => candidate.number === Number(number));
  if (issue === undefined) throw notFound();
  const { pull } = issue;
  const state = pull?.merge === undefined ? issue.state : "merged";
  const parts = [
    `${issue.title} (#${issue.number})`,
    `${state}${pull?.draft === true ? ", draft" : ""} · by ${issue.author.login} · labels: ${issue.labels.join(", ") || "none"}`,
    issue.body ?? "",
    ...issue.comments.map(
      ({ author, body, reactions }) =>
        `── ${author.login}${reactions.map(({ content }) => ` [${content}]`).join("")}\n\n${body}`,
    ),
  ];
  if (isPull(issue)) parts.push(`── ${issue.pull.head} → ${issue.pull.base}`, await diffOfPull(repository, issue));
  return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: parts.join("\n\n") };
}
