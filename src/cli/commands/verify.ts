import { Command } from "commander";
import type { VerifyRequest } from "../../app/verify-corpus.js";
import { colorsWanted, createProgress, print, printJson } from "../output.js";

interface Flags extends Omit<VerifyRequest, "onProgress"> {
  readonly json: boolean;
}

const EXAMPLE = `
Example:
  $ onx-manifest verify --manifest artifacts/core_diff/0.9.0_1.0.0 --core-path ./core --corpus ./corpus --run-checks

A folder with a package.json is a dependent; any other stands for the dependents directly inside it. The corpus stays as it
is: checks, those of each dependent's own .github/onx-migrate.yml, run in the sandbox on a copy that is thrown away.
Exit code 1 means: not every dependent came through.`;

export function verifyCommand(): Command {
  return new Command("verify")
    .description("try a change manifest on a corpus of dependents")
    .requiredOption("--manifest <uri>", "file, folder, registry:// URI or http(s) URL")
    .requiredOption("--corpus <dir>", "folder of dependents")
    .option("--registry <dir>", "registry that registry:// URIs are looked up in (default: $ONX_REGISTRY)")
    .option("--core-path <dir>", "git repository of the core, for its types")
    .option("--core <npm:NAME>", "published package of the core, for its types")
    .option("--patches <dir>", "leave each dependent's changes here, as NAME.patch")
    .option("--run-checks", "run the dependents' own checks as well", false)
    .option("--unsandboxed", "run checks even where this machine can isolate nothing", false)
    .option("--json", "print everything as JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const progress = createProgress();
  const { verifyCorpus } = await import("../../app/verify-corpus.js");
  const registry = flags.registry ?? process.env["ONX_REGISTRY"];
  const verification = await verifyCorpus({ ...flags, registry, onProgress: progress.show }).finally(progress.clear);
  if (flags.json) printJson(verification);
  else {
    const { renderVerification } = await import("../verify-report.js");
    print(renderVerification(verification, colorsWanted()));
  }
  if (verification.success_rate !== null && verification.success_rate < 1) process.exitCode = 1;
}
