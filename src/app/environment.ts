import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { messageOf, OnxError } from "../domain/errors.js";
import type { Retention } from "../store/retention.js";

const text = z.string().trim().min(1);

/** At least as long as GitHub may send a webhook again. */
const days = z.coerce.number().int().min(3).max(36_500);
const DAY_MS = 86_400_000;

const environmentSchema = z
  .object({
    APP_ID: z.coerce.number("APP_ID is the number that GitHub shows on the App's page").int().positive(),
    PRIVATE_KEY: text.optional(),
    PRIVATE_KEY_PATH: text.optional(),
    WEBHOOK_SECRET: text,
    /** Base of the REST API, where it is not github.com's: `https://ghe.acme.dev/api/v3`. */
    GITHUB_API_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** Host of a GitHub Enterprise Server, as Probot names it. */
    GHE_HOST: text.optional(),
    /** `off` suits a GitHub Enterprise Server whose rate limits are switched off. */
    GITHUB_THROTTLE: z.enum(["on", "off"]).default("on"),
    DATA_DIR: text.default("data"),
    REGISTRY_DIR: text.optional(),
    HOST: text.default("0.0.0.0"),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3_000),
    /** `allow` lets repositories that ask for it run their checks without isolation, on a machine that offers none. */
    UNSANDBOXED_CHECKS: z.enum(["allow", "refuse"]).default("refuse"),
    /** Days for which finished webhooks are kept, and diffs of migrations that have ended. */
    KEEP_WEBHOOKS: days.default(30),
    KEEP_DIFFS: days.default(365),
    WORKERS: z.coerce.number().int().min(1).max(64).optional(),
    /** Seconds without a sign of life after which the work of a process that died is taken up by another. */
    LEASE_SECONDS: z.coerce.number().int().min(1).max(600).default(12),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal"]).default("info"),
  })
  .refine((env) => env.PRIVATE_KEY !== undefined || env.PRIVATE_KEY_PATH !== undefined, {
    path: ["PRIVATE_KEY"],
    error: "PRIVATE_KEY or PRIVATE_KEY_PATH is missing",
  });

export interface AppConfig {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly apiUrl: string;
  readonly throttled: boolean;
  readonly dataDir: string;
  readonly registryDir: string;
  readonly host: string;
  readonly port: number;
  readonly workers: number;
  readonly leaseMs: number;
  readonly unsandboxedChecks: boolean;
  readonly retention: Retention;
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal";
}

export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): AppConfig {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new OnxError("environment.invalid", issue?.message ?? parsed.error.message, {
      place: `environment variable ${issue?.path.join(".") ?? ""}`,
      remedy: "see onx-migrate serve --help",
    });
  }
  const env = parsed.data;
  const dataDir = resolve(env.DATA_DIR);
  return {
    appId: env.APP_ID,
    privateKey: privateKey(env.PRIVATE_KEY, env.PRIVATE_KEY_PATH),
    webhookSecret: env.WEBHOOK_SECRET,
    apiUrl: apiUrl(env.GITHUB_API_URL, env.GHE_HOST),
    throttled: env.GITHUB_THROTTLE === "on",
    dataDir,
    registryDir: resolve(env.REGISTRY_DIR ?? `${dataDir}/registry`),
    host: env.HOST,
    port: env.PORT,
    workers: env.WORKERS ?? Math.max(1, Math.min(4, availableParallelism())),
    leaseMs: env.LEASE_SECONDS * 1_000,
    retention: { deliveriesMs: env.KEEP_WEBHOOKS * DAY_MS, diffsMs: env.KEEP_DIFFS * DAY_MS },
    unsandboxedChecks: env.UNSANDBOXED_CHECKS === "allow",
    logLevel: env.LOG_LEVEL,
  };
}

function apiUrl(explicit: string | undefined, enterpriseHost: string | undefined): string {
  if (explicit !== undefined) return explicit.replace(/\/+$/, "");
  return enterpriseHost === undefined ? "https://api.github.com" : `https://${enterpriseHost}/api/v3`;
}

/** The key as PEM text. A value on one line has its line ends written as `\n`, or is Base64 of the whole. */
function privateKey(value: string | undefined, path: string | undefined): string {
  const given = value ?? readKey(path ?? "");
  const pem = given.includes("-----BEGIN")
    ? given.replaceAll(String.raw`\n`, "\n")
    : Buffer.from(given, "base64").toString("utf8");
  if (pem.includes("-----BEGIN")) return pem;
  throw new OnxError("environment.private_key", "the App's private key cannot be read", {
    place: value === undefined ? (path ?? "") : "environment variable PRIVATE_KEY",
    remedy: "give the PEM file that GitHub made, as it is or as Base64",
  });
}

function readKey(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new OnxError("environment.private_key", messageOf(cause), {
      place: "environment variable PRIVATE_KEY_PATH",
      remedy: "name the PEM file that GitHub made",
      cause,
    });
  }
}
