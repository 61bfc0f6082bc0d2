import { Command } from "commander";
import type { SemverReason, SemverRequest, SemverVerdict } from "../../app/semver-command.js";
import { changeText } from "../change-text.js";
import { createProgress, print, printJson, shorten } from "../output.js";

interface Flags extends Omit<SemverRequest, "onProgress"> {
  readonly json: boolean;
}

const EXAMPLE = `
Example:
  $ onx-manifest semver --core-path ./core --from 0.9.0 --to HEAD

Before 1.0.0, a minor version may break and a patch may add, as npm reads ^0.y.z.
Exit code 1 means: the version numbers claim less than the changes demand.`;

export function semverCommand(): Command {
  return new Command("semver")
    .description("say which version bump the changes between two versions demand, and why")
    .option("--core-path <dir>", "git repository of the core")
    .option("--core <npm:NAME>", "published package, fetched with your npm configuration")
    .requiredOption("--from <ref>", "version that was released")
    .requiredOption("--to <ref>", "version that is to be released")
    .option("--package <name>", "one package of a monorepo (default: all that are published)")
    .option("--json", "print everything as JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const progress = createProgress();
  const { judgeBump } = await import("../../app/semver-command.js");
  const verdict = await judgeBump({ ...flags, onProgress: progress.show }).finally(progress.clear);
  if (flags.json) printJson(verdict);
  else print(render(verdict));
  if (!verdict.enough) process.exitCode = 1;
}

function render(verdict: SemverVerdict): string {
  const { package: name, from, to, declared, required, rule, enough } = verdict;
  const line = ({ id, ...change }: SemverReason): string => `${id}  ${changeText(change, name)}`;
  const sections = [
    section("breaks dependents", verdict.breaking.map(line)),
    section("still works, and is on its way out", verdict.deprecating.map(line)),
    section("is new", verdict.additions),
    section(
      "changed its signature, and perhaps breaks dependents",
      verdict.perhaps.map((change) => change.name),
    ),
  ];
  return [
    `${name} ${from} → ${to}`,
    "",
    `declared  ${declared}`,
    `required  ${required}${rule === undefined ? "" : ` (${rule})`}`,
    ...sections.flat(),
    "",
    enough ? "the version numbers say enough" : `the version has to be raised: a ${required} version is required`,
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? []
    : ["", `${lines.length === 1 ? "" : `${lines.length} × `}${title}:`, ...shorten(lines)];
}
