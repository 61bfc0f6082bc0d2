import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { GitHubStandIn } from "../../support/github/start.js";

const PROGRAM = fileURLToPath(new URL("../../../dist/src/cli/onx-migrate.js", import.meta.url));

export interface AppOptions {
  readonly github: GitHubStandIn;
  readonly dataDir: string;
}

/** The built App as a process of its own, which can be stopped or killed. */
export interface AppProcess {
  readonly url: string;
  readonly webhookUrl: string;
  /** What it has written to standard error so far. */
  readonly log: () => string;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to end, and answers with its exit code. */
  stop(): Promise<number | null>;
}

export async function startApp({ github, dataDir }: AppOptions): Promise<AppProcess> {
  const child = spawn(process.execPath, ["--enable-source-maps", PROGRAM, "serve"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: process.env["HOME"] ?? "",
      NODE_ENV: "production",
      APP_ID: String(github.appId),
      PRIVATE_KEY: github.privateKey,
      WEBHOOK_SECRET: github.webhookSecret,
      GITHUB_API_URL: github.url,
      GITHUB_THROTTLE: "off",
      DATA_DIR: dataDir,
      HOST: "127.0.0.1",
      PORT: "0",
      WORKERS: "2",
      // What a killed one was about is taken up soon.
      LEASE_SECONDS: "2",
      LOG_LEVEL: "info",
    },
  });
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString("utf8")));
  const line = await firstLine(child, () => log);
  const [url = "", webhookUrl = ""] = line.match(/http:\/\/\S+[^\s,]/g)?.map((found) => found.replace(/,$/, "")) ?? [];
  github.setWebhookUrl(webhookUrl);
  return {
    url,
    webhookUrl,
    log: () => log,
    kill: () => end(child, "SIGKILL").then(() => undefined),
    stop: () => end(child, "SIGTERM"),
  };
}

async function firstLine(child: ChildProcess, log: () => string): Promise<string> {
  const { stdout } = child;
  if (stdout === null) throw new Error("the App has no standard output");
  const lines = createInterface({ input: stdout });
  const first = await Promise.race([once(lines, "line"), once(child, "exit").then(() => undefined)]);
  if (first !== undefined) return String(first[0]);
  throw new Error(`the App did not start:\n${log()}`);
}

async function end(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
  return child.exitCode;
}
