import { expect } from "vitest";
import { CORE, packageFile } from "./support/seed.js";
import { story } from "./support/story.js";
import { acmeWorld } from "./support/world.js";

const REPOSITORY = "acme/billing-api";
const SOURCE = "src/shipping-line.ts";

async function openedWorld() {
  const world = await acmeWorld(["billing-api"]);
  await world.github.publishRelease(CORE, "v1.0.0");
  const pull = await world.opened("billing-api");
  return { ...world, pull, number: pull.number };
}

story("/migrate status says how things stand", async () => {
  const { github, answered, number } = await openedWorld();
  const { id } = github.comment(REPOSITORY, number, "ada", "/migrate status");
  const { comments } = await answered("billing-api", number, id, "rocket");
  expect(comments.find((comment) => comment.id === id)?.reactions).toEqual(["eyes", "rocket"]);
  expect(comments.at(-1)?.body).toContain("@acme/parcel 0.9.0 → 1.0.0** in acme/billing-api: open for review");
});

story("several commands in one comment are all answered, an unknown one with the list", async () => {
  const { github, answered, number } = await openedWorld();
  const { id } = github.comment(REPOSITORY, number, "ada", "/migrate help\n/migrate explode\n\nThanks!");
  const { comments } = await answered("billing-api", number, id, "confused");
  const answers = comments.slice(comments.findIndex((comment) => comment.id === id) + 1).map(({ body }) => body);
  expect(answers).toEqual([
    expect.stringContaining("- `/migrate rollback`"),
    expect.stringContaining("There is no command `/migrate explode`"),
  ]);
});

story("an open pull request is rolled back by closing it and deleting its branch", async () => {
  const { github, answered, number, pull, rows } = await openedWorld();
  const { id } = github.comment(REPOSITORY, number, "ada", "/migrate rollback");
  const after = await answered("billing-api", number, id, "rocket");
  expect(after.state).toBe("closed");
  expect(after.mergeSha).toBeUndefined();
  expect(after.comments.at(-1)?.body).toContain("Rolled back");
  expect(await github.readFile(REPOSITORY, pull.head, "package.json")).toBeUndefined();
  expect(await github.readFile(REPOSITORY, "main", SOURCE)).toBe(await packageFile("dependents/billing-api", SOURCE));
  expect(rows("SELECT status FROM projection_migrations")).toEqual([{ status: "rolled_back" }]);
});

story("a merged pull request is rolled back by one that restores the files and keeps what came later", async () => {
  const { github, answered, number, pullRequests } = await openedWorld();
  await github.mergePullRequest(REPOSITORY, number, "ada");
  const merged = (await github.readFile(REPOSITORY, "main", SOURCE)) ?? "";
  await github.pushCommit(REPOSITORY, "main", { [SOURCE]: `${merged}\nexport const LATER = true;\n` });

  const { id } = github.comment(REPOSITORY, number, "ada", "/migrate rollback");
  const after = await answered("billing-api", number, id, "rocket");
  const revert = pullRequests("billing-api").find((pull) => pull.number !== number);
  expect(revert).toMatchObject({ title: "revert: migrate @acme/parcel from 0.9.0 to 1.0.0", state: "open" });
  expect(after.comments.at(-1)?.body).toContain(revert?.url);

  const original = await packageFile("dependents/billing-api", SOURCE);
  expect(await github.readFile(REPOSITORY, revert?.head ?? "", SOURCE)).toBe(
    `${original}\nexport const LATER = true;\n`,
  );
  for (const path of ["package.json", "src/total.ts"]) {
    expect(await github.readFile(REPOSITORY, revert?.head ?? "", path)).toBe(
      await packageFile("dependents/billing-api", path),
    );
  }
});

story("a rollback that would lose a later edit says so and changes nothing", async () => {
  const { github, answered, number, pullRequests } = await openedWorld();
  await github.mergePullRequest(REPOSITORY, number, "ada");
  const merged = (await github.readFile(REPOSITORY, "main", SOURCE)) ?? "";
  const edited = merged.replace("new ShippingClient({", "new ShippingClient({ baseUrl: BASE,");
  await github.pushCommit(REPOSITORY, "main", { [SOURCE]: edited });
  const { id } = github.comment(REPOSITORY, number, "ada", "/migrate rollback");
  const { comments } = await answered("billing-api", number, id, "confused");
  expect(comments.at(-1)?.body).toContain(SOURCE);
  expect(pullRequests("billing-api")).toHaveLength(1);
});

story("/migrate retry migrates the newest commit of the base branch on the same pull request", async () => {
  const { github, answered, number, pull, pullRequests } = await openedWorld();
  await github.pushCommit(REPOSITORY, "main", {
    "src/weight.ts": 'import { fmtWeight } from "@acme/parcel";\n\nexport const light = fmtWeight(1);\n',
  });
  const { id } = github.comment(REPOSITORY, number, "ada", "/migrate retry");
  const after = await answered("billing-api", number, id, "rocket");
  expect(after.headSha).not.toBe(pull.headSha);
  expect(await github.readFile(REPOSITORY, pull.head, "src/weight.ts")).toContain("formatWeight(1)");
  expect(await github.pullRequestDiff(REPOSITORY, number)).not.toContain("new file");
  expect(pullRequests("billing-api")).toHaveLength(1);
});

story("a person's commit on the branch stops a retry, with a comment", async () => {
  const { github, answered, number, pull } = await openedWorld();
  const theirs = await github.pushCommit(REPOSITORY, pull.head, { "NOTES.md": "mine\n" }, { by: "ada" });
  await github.pushCommit(REPOSITORY, "main", { "README.md": "moved on\n" });
  const { id } = github.comment(REPOSITORY, number, "ada", "/migrate retry");
  const after = await answered("billing-api", number, id, "confused");
  expect(after.headSha).toBe(theirs);
  expect(after.comments.some(({ body }) => body.includes("holds a commit that is not from here"))).toBe(true);
});

story("a rollback leaves a branch alone that holds a person's commit", async () => {
  const { github, answered, number, pull } = await openedWorld();
  const theirs = await github.pushCommit(REPOSITORY, pull.head, { "NOTES.md": "mine\n" }, { by: "ada" });
  const { id } = github.comment(REPOSITORY, number, "ada", "/migrate rollback");
  const after = await answered("billing-api", number, id, "confused");
  expect(after).toMatchObject({ state: "open", headSha: theirs });
  expect(after.comments.at(-1)?.body).toContain("holds a commit of somebody else's");
});

story("somebody without write permission gets one polite reply, however often they ask", async () => {
  const { github, answered, number, pullRequests } = await openedWorld();
  const first = github.comment(REPOSITORY, number, "mallory", "/migrate rollback");
  await answered("billing-api", number, first.id, "-1");
  const second = github.comment(REPOSITORY, number, "mallory", "/migrate rollback");
  const { comments, state } = await answered("billing-api", number, second.id, "-1");
  expect(state).toBe("open");
  expect(comments.filter(({ body }) => body.includes("Thank you, @mallory"))).toHaveLength(1);
  expect(pullRequests("billing-api")).toHaveLength(1);
});

story("a command runs once, also when its comment is delivered twice and edited", async () => {
  const { github, answered, eventually, number, rows } = await openedWorld();
  github.faults.onDelivery({ event: "issue_comment", action: "created" }, "duplicate");
  const { id } = github.comment(REPOSITORY, number, "ada", "/migrate status");
  await answered("billing-api", number, id, "rocket");
  github.editComment(REPOSITORY, number, id, "ada", "/migrate rollback");
  await github.deliveriesSettled();
  await eventually(
    "the edit to be worked on",
    () => rows("SELECT 1 FROM webhook_inbox WHERE status = 'pending'").length === 0,
  );
  const { comments, state } = await answered("billing-api", number, id, "rocket");
  expect(state).toBe("open");
  expect(comments).toHaveLength(2);
});

story("a pull request that people close stays closed", async () => {
  const { github, answered, eventually, number, rows } = await openedWorld();
  await github.closePullRequest(REPOSITORY, number, "ada");
  await eventually("the news", () => rows("SELECT 1 FROM projection_migrations WHERE status = 'cancelled'").length > 0);
  const { id } = github.comment(REPOSITORY, number, "ada", "/migrate retry");
  const after = await answered("billing-api", number, id, "confused");
  expect(after.state).toBe("closed");
});
