import { z } from "zod";

const durationMs = z
  .string()
  .regex(/^\d+(s|m|h)$/, "a duration is a number and s, m or h, such as 20m")
  .transform(
    (text) => Number(text.slice(0, -1)) * { s: 1_000, m: 60_000, h: 3_600_000 }[text.slice(-1) as "s" | "m" | "h"],
  );

const checkSchema = z.strictObject({
  name: z.string().min(1),
  /** A shell command, or `builtin` for the type check that comes with the tool. */
  run: z.string().min(1),
  timeout: durationMs.prefault("20m"),
  network: z.boolean().default(false),
});

/** `.github/onx-migrate.yml`, with every default filled in. */
export const configSchema = z.strictObject({
  core: z
    .strictObject({
      packages: z
        .array(
          z.strictObject({
            name: z.string().min(1),
            path: z.string().default("."),
            tag: z.string().default("v{version}"),
          }),
        )
        .min(1),
      prereleases: z.boolean().default(false),
    })
    .optional(),
  dependents: z
    .strictObject({
      enabled: z.boolean().default(true),
      include: z.array(z.string()).default(["**"]),
      exclude: z.array(z.string()).default([]),
    })
    .prefault({}),
  policy: z
    .strictObject({
      auto: z.number().min(0).max(1).default(0.9),
      warn: z.number().min(0).max(1).default(0.7),
      canary: z.number().int().min(0).default(0),
      gate: z.number().min(0).max(1).default(0.8),
      max_open_prs: z.number().int().min(1).default(20),
      automerge: z.boolean().default(false),
      schedule: z.string().default("any time"),
      /** Lets checks run without isolation where the machine offers none. */
      unsandboxed: z.boolean().default(false),
    })
    .prefault({}),
  checks: z.array(checkSchema).default([]),
  pull_request: z
    .strictObject({
      title: z.string().default("chore(deps): migrate {package} from {from} to {to}"),
      labels: z.array(z.string()).default([]),
      reviewers: z.array(z.string()).default([]),
      draft_when: z.enum(["review", "never", "always"]).default("review"),
    })
    .prefault({}),
});
export type PolicyConfig = z.infer<typeof configSchema>;
