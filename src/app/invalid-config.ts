import { CONFIG_PATH } from "../adapters/github/config-file.js";
import type { LoadedConfig } from "../adapters/github/config-loader.js";
import { plain } from "../adapters/github/markdown.js";
import type { Forge } from "../adapters/github/forge.js";
import { blake3Hex } from "../domain/hash.js";

/** The first few tell what is wrong; a file that is no YAML at all has hundreds. */
const SHOWN = 20;

type InvalidConfig = Extract<LoadedConfig, { kind: "invalid" }>;

/** Says in a check run and in an issue what is wrong with a configuration file, and where. */
export async function reportInvalidConfig(forge: Forge, fullName: string, invalid: InvalidConfig): Promise<void> {
  const { problems, repository } = invalid;
  const shown = problems.slice(0, SHOWN);
  const lines = shown.map(
    ({ line, column, message }) => `- line ${String(line)}, column ${String(column)}: ${plain(message)}`,
  );
  const text = [`\`${CONFIG_PATH}\` of ${repository} cannot be used:`, "", ...lines].join("\n");
  const { defaultBranch } = await forge.repository(fullName);
  const sha = await forge.branchHead(fullName, defaultBranch);
  if (sha !== undefined) {
    await forge.publishCheckRun(fullName, {
      name: "onx-migrate configuration",
      sha,
      conclusion: "failure",
      title: `${CONFIG_PATH} cannot be used`,
      summary: text,
      annotations:
        repository === fullName
          ? shown.map(({ line, message }) => ({
              path: CONFIG_PATH,
              line,
              level: "failure",
              title: "onx-migrate",
              message,
            }))
          : [],
    });
  }
  const issue = await forge.issueOnce(fullName, {
    marker: "configuration",
    title: `onx-migrate cannot read ${CONFIG_PATH}`,
    body: "Migrations wait until the file is mended. What is wrong with it is said below, as often as it changes.",
    labels: ["onx-migrate"],
  });
  await forge.commentOnce(fullName, issue, { marker: `configuration-${blake3Hex(text).slice(0, 16)}`, body: text });
}
