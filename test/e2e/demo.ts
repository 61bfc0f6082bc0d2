import { once } from "node:events";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import colours from "picocolors";
import { type GitHubStandIn, startGitHub } from "../support/github/start.js";
import type { PullSummary } from "../support/github/summary.js";
import { CAST } from "./demo/cast.js";
import { Progress } from "./demo/progress.js";
import { StoreView } from "./demo/store-view.js";
import { summaryTable } from "./demo/summary.js";
import { type AppProcess, startApp } from "./support/app-process.js";
import { CORE, type DependentName, DEPENDENTS, seedAcme } from "./support/seed.js";

const ROLLED_BACK: DependentName = "billing-api";

const HELP = `npm run demo [-- --keep]

Publishes a release of a small library on a stand-in for GitHub, and lets the real App migrate the
repositories that depend on it.

  --keep   leave GitHub's stand-in and the App running, with their addresses printed
  --help   this text`;

const { values } = parseArgs({ options: { keep: { type: "boolean" }, help: { type: "boolean" } } });
if (values.help === true) console.log(HELP);
else await demo(values.keep === true);

async function demo(keep: boolean): Promise<void> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "onx-demo-")));
  const results = join(folder, "results");
  const dataDir = join(folder, "data");
  await mkdir(results);
  introduce();
  const github = await startGitHub({ dir: join(folder, "github") });
  let app: AppProcess | undefined;
  try {
    await seedAcme(github, DEPENDENTS);
    app = await startApp({ github, dataDir });
    const view = new StoreView(dataDir);
    await release(github, view, results);
    await rollBack(github, view);
    view.close();
    showResults(results);
    if (keep) await stayUp(github, app, folder);
    if (github.violations.length > 0) throw new Error(`not as GitHub does it: ${JSON.stringify(github.violations)}`);
  } catch (error) {
    console.error(app?.log());
    throw error;
  } finally {
    await app?.stop();
    await github.close();
    await rm(dataDir, { recursive: true, force: true });
    await rm(join(folder, "github"), { recursive: true, force: true });
  }
}

function introduce(): void {
  heading("A release, and what happens in the repositories that depend on it");
  console.log(`Everything is on this machine and goes away again: a stand-in for GitHub that serves real git
repositories, and the real App as a process of its own that gets its webhooks and calls its API.
`);
  line(CORE, "the library @acme/parcel, with the tags v0.9.0 and v1.0.0");
  for (const [name, text] of Object.entries(CAST)) line(`acme/${name}`, text);
}

async function release(github: GitHubStandIn, view: StoreView, results: string): Promise<void> {
  heading("acme publishes the release v1.0.0");
  const progress = new Progress(view);
  await github.publishRelease(CORE, "v1.0.0");
  await progress.until(() => view.isIdle() && view.migrations().length === DEPENDENTS.length);
  const pullRequests = new Map<string, PullSummary>();
  for (const name of DEPENDENTS) {
    const fullName = `acme/${name}`;
    const [pullRequest] = github.pullRequests(fullName);
    if (pullRequest === undefined) continue;
    pullRequests.set(fullName, pullRequest);
    await writeFile(join(results, `${name}.md`), `# ${pullRequest.title}\n\n${pullRequest.body}\n`);
    await writeFile(join(results, `${name}.diff`), await github.pullRequestDiff(fullName, pullRequest.number));
  }
  heading("What came of it");
  console.log(summaryTable(view, pullRequests));
  console.log(`
Applied: carried out, and sure. Warned: carried out, but worth a look. Flagged: left to a person,
with a comment in the code. Type errors: after a bare upgrade → with the pull request.`);
}

async function rollBack(github: GitHubStandIn, view: StoreView): Promise<void> {
  const fullName = `acme/${ROLLED_BACK}`;
  const [before] = github.pullRequests(fullName);
  if (before === undefined) throw new Error(`${fullName} has no pull request to roll back`);
  heading(`ada comments on ${fullName}#${String(before.number)}: /migrate rollback`);
  const comment = github.comment(fullName, before.number, "ada", "/migrate rollback");
  await new Progress(view).until(() => reactionsTo(github, fullName, comment.id).includes("rocket"));
  const [after] = github.pullRequests(fullName);
  const branch = await github.readFile(fullName, before.head, "package.json");
  console.log();
  line("The App answers", after?.comments.at(-1)?.body.split("\n")[0] ?? "");
  line("Pull request", after?.state ?? "");
  line("Its branch", branch === undefined ? "deleted" : "still there");
}

function reactionsTo(github: GitHubStandIn, fullName: string, commentId: number): readonly string[] {
  const comments = github.pullRequests(fullName).flatMap((pullRequest) => pullRequest.comments);
  return comments.find(({ id }) => id === commentId)?.reactions ?? [];
}

function showResults(results: string): void {
  heading("To read");
  line("Texts and diffs", `${results}/*.md, *.diff`);
}

async function stayUp(github: GitHubStandIn, app: AppProcess, folder: string): Promise<void> {
  heading("Still running, until Ctrl-C");
  line("GitHub's API", github.url);
  line("The App", app.webhookUrl);
  line("Its data", join(folder, "data"));
  line("Repositories", join(folder, "github"));
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}

function heading(text: string): void {
  console.log(`\n${colours.bold(text)}\n`);
}

function line(label: string, text: string): void {
  console.log(`  ${colours.cyan(label.padEnd(20))} ${text}`);
}
