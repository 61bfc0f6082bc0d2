import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

interface Reference {
  readonly $ref: string;
}

/** Compiles schemas of an OpenAPI 3.0 document, and of its components only those that are reached. */
export class SchemaCompiler {
  readonly #document: unknown;
  readonly #ajv: Ajv;
  readonly #added = new Set<string>();

  /** `coerceTypes` for paths and queries, whose values all arrive as text. */
  constructor(document: unknown, coerceTypes: boolean) {
    this.#document = document;
    // Unknown formats (repo.nwo, timestamp) are GitHub's own; inlining would repeat the user's schema a hundred times.
    this.#ajv = new Ajv({ strict: false, allErrors: true, inlineRefs: false, coerceTypes, logger: false });
    addFormats.default(this.#ajv);
    // Addresses of GitHub's bots have brackets: 1+name[bot]@users.noreply.github.com.
    this.#ajv.addFormat("email", /^[^\s@]+@[^\s@]+$/);
  }

  compile(schema: unknown): ValidateFunction {
    return this.#ajv.compile(this.#translate(schema));
  }

  /** OpenAPI 3.0's dialect in JSON Schema's terms; each component becomes a schema of its own. */
  #translate(schema: unknown): Record<string, unknown> {
    if (isReference(schema)) {
      this.#addComponent(schema);
      return { $ref: idOf(schema) };
    }
    const translated: Record<string, unknown> = {};
    for (const [keyword, value] of Object.entries(schema ?? {})) {
      if (keyword === "nullable") continue;
      translated[keyword] = this.#translateKeyword(keyword, value);
    }
    const nullable = typeof schema === "object" && schema !== null && "nullable" in schema && schema.nullable === true;
    return nullable ? { anyOf: [{ type: "null" }, translated] } : translated;
  }

  #translateKeyword(keyword: string, value: unknown): unknown {
    if (Array.isArray(value) && ["allOf", "anyOf", "oneOf"].includes(keyword)) {
      return value.map((part) => this.#translate(part));
    }
    if (typeof value !== "object" || value === null) return value;
    if (keyword === "properties") {
      return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, this.#translate(part)]));
    }
    return ["items", "not", "additionalProperties"].includes(keyword) ? this.#translate(value) : value;
  }

  #addComponent(reference: Reference): void {
    const id = idOf(reference);
    if (this.#added.has(id)) return;
    this.#added.add(id);
    this.#ajv.addSchema(this.#translate(resolveReference(this.#document, reference)), id);
  }
}

/** The part of the document that `value` refers to, or `value` itself. */
export function resolveReference(document: unknown, value: unknown): unknown {
  if (!isReference(value)) return value;
  let found = document;
  for (const key of value.$ref.slice("#/".length).split("/")) {
    found = Object.entries(found ?? {}).find(([name]) => name === key)?.[1];
  }
  return resolveReference(document, found);
}

function isReference(value: unknown): value is Reference {
  return typeof value === "object" && value !== null && "$ref" in value && typeof value.$ref === "string";
}

// "/components/schemas/label": absolute, so that it means the same inside other components.
function idOf(reference: Reference): string {
  return reference.$ref.slice("#".length);
}
