import type { Logger } from "pino";
import { type ApplicationFunction, Probot, ProbotOctokit } from "probot";
import type { NewDelivery } from "../store/inbox.js";
import type { AppConfig } from "./environment.js";

type OctokitOptions = ConstructorParameters<typeof ProbotOctokit>[0];

export const WEBHOOK_PATH = "/api/github/webhooks";

/**
 * The App as Probot loads it: every delivery whose signature is right is kept, and answered at once. The work is done afterwards, by
 * whoever reads the inbox.
 */
export function createAppFunction(keep: (delivery: NewDelivery) => void): ApplicationFunction {
  return (app) => {
    app.onAny((context) => {
      const { payload } = context;
      const action = "action" in payload && typeof payload.action === "string" ? payload.action : null;
      const installation = "installation" in payload ? payload.installation : undefined;
      keep({
        delivery_id: context.id,
        event_name: context.name,
        action,
        installation_id: installation === undefined || installation === null ? null : String(installation.id),
        payload_json: JSON.stringify(payload),
      });
    });
  };
}

export function createProbot(config: AppConfig, log: Logger): Probot {
  return new Probot({
    appId: config.appId,
    privateKey: config.privateKey,
    secret: config.webhookSecret,
    baseUrl: config.apiUrl,
    webhookPath: WEBHOOK_PATH,
    log,
    Octokit: octokitFor(config),
  });
}

/** Only this form of `defaults` reaches the throttling plugin; Probot's own options are kept. */
function octokitFor(config: AppConfig): typeof ProbotOctokit {
  if (config.throttled) return ProbotOctokit;
  return ProbotOctokit.defaults((options: OctokitOptions) => ({
    ...options,
    throttle: { ...options?.throttle, enabled: false },
  }));
}
