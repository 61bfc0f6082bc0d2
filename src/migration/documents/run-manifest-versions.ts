import { z } from "zod";
import { inputsHash, type InputSnapshots } from "./run-manifest.js";
import { addFields, type Document, type SchemaMigration } from "./schema-migration.js";

const inputSnapshot = z.looseObject({ path: z.string(), blake3: z.string(), bytes: z.int() });

const base = {
  job_id: z.string().min(1),
  run_id: z.string().regex(/^[0-9a-f]{16}$/, "16 hex digits"),
  job_ref: z.string(),
  status: z.string(),
  created_at: z.iso.datetime(),
  outputs: z.record(z.string(), z.unknown()),
};
const inputs = { input_snapshots: z.record(z.string(), inputSnapshot), inputs_hash: z.string() };
const chain = {
  chain_metadata: z.looseObject({
    campaign: z.string().nullable(),
    wave: z.int().nullable(),
    upstream_run: z.string().nullable(),
  }),
};

/** What each version asks for. Fields of later versions may be there already, and unknown ones are kept. */
const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  "1.0.0": z.looseObject({ schema_version: z.literal("1.0.0"), ...base }),
  "1.1.0": z.looseObject({ schema_version: z.literal("1.1.0"), ...base, ...inputs }),
  "1.2.0": z.looseObject({ schema_version: z.literal("1.2.0"), ...base, ...inputs, ...chain }),
};

type FieldsOf = (inputs: InputSnapshots) => Document;

const inputFields: FieldsOf = (inputs) => ({ input_snapshots: inputs, inputs_hash: inputsHash(inputs) });
const chainFields: FieldsOf = () => ({ chain_metadata: { campaign: null, wave: null, upstream_run: null } });

/** The versions of a run's manifest, oldest first, and the ways between them. */
export const RUN_MANIFEST_MIGRATIONS: readonly SchemaMigration[] = [
  adding("1.0.0", "1.1.0", inputFields),
  adding("1.1.0", "1.2.0", chainFields),
  adding("1.0.0", "1.2.0", (inputs) => ({ ...inputFields(inputs), ...chainFields(inputs) })),
];

function adding(from: string, to: string, fieldsOf: FieldsOf): SchemaMigration {
  return {
    from,
    to,
    transform(document, inputs) {
      const added = addFields(document, fieldsOf(inputs));
      return { ...added, document: { ...added.document, schema_version: to } };
    },
    validateBefore: (document) => problemsOf(from, document),
    validateAfter: (document) => problemsOf(to, document),
  };
}

/** What keeps a manifest from being one of a version, a line each. */
export function problemsOf(version: string, document: Document): readonly string[] {
  const schema = SCHEMAS[version];
  if (schema === undefined) return [`${version} is no version of a run's manifest`];
  const { error } = schema.safeParse(document);
  return error?.issues.map(({ path, message }) => `${path.join(".") || "manifest"}: ${message}`) ?? [];
}
