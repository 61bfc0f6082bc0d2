import { Command } from "commander";
import { print } from "../output.js";

const EXAMPLE = `
Example:
  $ APP_ID=1234 PRIVATE_KEY_PATH=app.pem WEBHOOK_SECRET=… onx-migrate serve

Its settings are environment variables: APP_ID, PRIVATE_KEY or PRIVATE_KEY_PATH, WEBHOOK_SECRET, and, with a default,
DATA_DIR (data), REGISTRY_DIR (DATA_DIR/registry), HOST (0.0.0.0), PORT (3000), WORKERS (one a processor, at most 4),
LEASE_SECONDS (12, after which the work of a process that died is taken up),
GITHUB_API_URL or GHE_HOST (github.com), GITHUB_THROTTLE (on), LOG_LEVEL (info), KEEP_WEBHOOKS (30) and KEEP_DIFFS (365), the
days after which finished webhooks and the diffs of ended migrations are deleted, UNSANDBOXED_CHECKS (refuse; allow lets
repositories with policy.unsandboxed run their checks where this machine offers no sandbox).`;

export function serveCommand(): Command {
  return new Command("serve").description("run the GitHub App").addHelpText("after", EXAMPLE).action(run);
}

async function run(): Promise<void> {
  const [{ readEnvironment }, { startServer }] = await Promise.all([
    import("../../app/environment.js"),
    import("../../app/server.js"),
  ]);
  const server = await startServer(readEnvironment(process.env));
  print(`listening on ${server.url}, webhooks at ${server.webhookUrl}`);
  await stopSignal();
  await server.stop();
}

/** The first signal asks for an orderly end; a second one does not wait for it. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
