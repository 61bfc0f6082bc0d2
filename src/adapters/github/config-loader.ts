import type { PolicyConfig } from "../../domain/policy.js";
import { CONFIG_PATH, type ConfigProblem, defaultConfig, parseConfig } from "./config-file.js";
import type { Forge } from "./forge.js";

export type LoadedConfig =
  | { readonly kind: "config"; readonly config: PolicyConfig; readonly repository: string | undefined }
  | {
      readonly kind: "invalid";
      readonly repository: string;
      readonly problems: readonly [ConfigProblem, ...ConfigProblem[]];
    };

/** The configuration in force: the repository's own file, else the organisation's, else the defaults. */
export async function loadConfig(forge: Forge, fullName: string, ref?: string): Promise<LoadedConfig> {
  const own = await forge.readText(fullName, CONFIG_PATH, ref);
  if (own !== undefined) return loaded(fullName, own);
  const organisation = `${fullName.slice(0, fullName.indexOf("/"))}/.github`;
  const shared = await forge.readText(organisation, CONFIG_PATH);
  if (shared !== undefined) return loaded(organisation, shared);
  return { kind: "config", config: defaultConfig(), repository: undefined };
}

function loaded(repository: string, text: string): LoadedConfig {
  const parsed = parseConfig(text);
  return { ...parsed, repository };
}
