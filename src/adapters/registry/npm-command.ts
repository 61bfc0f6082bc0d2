import { execa } from "execa";
import { z } from "zod";
import { OnxError } from "../../domain/errors.js";

export interface NpmOptions {
  /** Folder whose `.npmrc` applies beside the user's own; the working directory by default. */
  readonly cwd?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export type NpmOutcome =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly code: string; readonly summary: string };

const failureSchema = z.object({ error: z.object({ code: z.string(), summary: z.string().default("") }) });

/** Runs the user's own npm, so that registries, tokens and proxies are those that the user configured. */
export async function npm(
  command: "pack" | "view",
  operands: readonly string[],
  flags: readonly string[],
  options: NpmOptions,
): Promise<NpmOutcome> {
  const result = await execa("npm", [command, ...flags, "--json", "--ignore-scripts", "--", ...operands], {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...options.env },
    stdin: "ignore",
    reject: false,
  });
  if (!result.failed) return { ok: true, stdout: result.stdout };
  if (result.code === "ENOENT") {
    throw new OnxError("npm-missing", "npm cannot be found", { place: "PATH", remedy: "install Node.js with npm" });
  }
  return { ok: false, ...failureOf(result.stdout, result.stderr) };
}

function failureOf(stdout: string, stderr: string): { code: string; summary: string } {
  const parsed = failureSchema.safeParse(parseJson(stdout));
  if (parsed.success) return parsed.data.error;
  const code = /^npm (?:error|ERR!) code (\S+)$/m.exec(stderr)?.[1] ?? "UNKNOWN";
  const summary = stderr.split("\n").find((line) => /^npm (error|ERR!) (?!code )/.test(line)) ?? "npm gave no reason";
  return { code, summary: summary.replace(/^npm (error|ERR!) /, "") };
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
