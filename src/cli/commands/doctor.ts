import { Command } from "commander";
import type { DoctorRequest, Finding } from "../../app/doctor.js";
import type { GitHubAccess } from "../../app/github-access.js";
import { defaultDatabase } from "../default-database.js";
import { print, printJson, shorten } from "../output.js";

interface Flags extends Omit<DoctorRequest, "github"> {
  readonly github: boolean;
  readonly json: boolean;
}

const EXAMPLE = `
Example:
  $ onx-migrate doctor --database data/store.db
  $ APP_ID=1234 PRIVATE_KEY_PATH=app.pem WEBHOOK_SECRET=… onx-migrate doctor --github

Exit code 1 means: there is something to see to.`;

export function doctorCommand(): Command {
  return new Command("doctor")
    .description("create or open the App's database, and check everything that it keeps")
    .option("--database <file>", "the App's database (default: $DATA_DIR/store.db)", defaultDatabase())
    .option("--artifacts <dir>", "run artifacts (default: beside the database)")
    .option("--registry <dir>", "registry of manifests (default: beside the database)")
    .option("--github", "look for the App's branches on GitHub, with the settings of serve", false)
    .option("--json", "print the findings as JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const { examine } = await import("../../app/doctor.js");
  const findings = await examine({ ...flags, github: flags.github ? await openGitHub() : undefined });
  if (flags.json) printJson(findings);
  else print(findings.flatMap(render).join("\n"));
  if (findings.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
}

async function openGitHub(): Promise<GitHubAccess> {
  const [{ readEnvironment }, { openGitHubAccess }] = await Promise.all([
    import("../../app/environment.js"),
    import("../../app/github-access.js"),
  ]);
  return openGitHubAccess(readEnvironment(process.env));
}

function render({ subject, seen, problems }: Finding): string[] {
  const verdict = problems.length === 0 ? "ok" : `${problems.length} to see to`;
  return [`${subject.padEnd(21)} ${verdict.padEnd(12)} ${seen}`, ...shorten(problems)];
}
