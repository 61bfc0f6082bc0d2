import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { ValidateFunction } from "ajv";

import { resolveReference, SchemaCompiler } from "./schemas.js";

const require = createRequire(import.meta.url);

/** The parts of GitHub's OpenAPI description that are read here. References stay unresolved until they are needed. */
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly "x-webhooks": Readonly<Record<string, { readonly post: { readonly requestBody: Content } }>>;
}

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly unknown[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: unknown;
}

export interface RequestParts {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Undefined where the request has no body, or one that is not JSON. */
  readonly json: unknown;
}

/** Where GitHub's description is mistaken, by operation and status. */
const CORRECTIONS: Readonly<Record<string, unknown>> = {
  // An account there would have to be a user and an enterprise at once.
  "apps/list-installations 200": { type: "array", items: { $ref: "#/components/schemas/installation" } },
};

let loaded: Contract | undefined;

/** GitHub's own description of its API, read once in a process (13 MB, about 0.1 s). */
export function githubContract(): Contract {
  loaded ??= new Contract();
  return loaded;
}

/** Tells what is wrong with a request, an answer or a webhook. Validators are compiled when first needed. */
export class Contract {
  readonly #description: Description;
  readonly #validators = new Map<string, ValidateFunction>();
  readonly #bodies: SchemaCompiler;
  readonly #parameters: SchemaCompiler;

  constructor() {
    const file = require.resolve("@octokit/openapi/generated/api.github.com.json");
    this.#description = JSON.parse(readFileSync(file, "utf8"));
    this.#bodies = new SchemaCompiler(this.#description, false);
    this.#parameters = new SchemaCompiler(this.#description, true);
  }

  /** `path` is a template of the description: /repos/{owner}/{repo}. */
  operation(method: string, path: string): Operation | undefined {
    return this.#description.paths[path]?.[method.toLowerCase()];
  }

  paths(): string[] {
    return Object.keys(this.#description.paths);
  }

  requestErrors(operation: Operation, request: RequestParts): string[] {
    const errors = (["path", "query"] as const).flatMap((place) => {
      const name = `${operation.operationId} ${place}`;
      return this.#errors(name, request[place], () => this.#parameters.compile(this.#objectOf(operation, place)));
    });
    const schema = operation.requestBody?.content?.["application/json"]?.schema;
    if (schema === undefined) return errors;
    if (request.json === undefined && operation.requestBody?.required !== true) return errors;
    const name = `${operation.operationId} body`;
    return [...errors, ...this.#errors(name, request.json, () => this.#bodies.compile(schema))];
  }

  responseErrors(operation: Operation, status: number, body: unknown): string[] {
    const response = this.#resolve<Content>(operation.responses[String(status)]);
    if (response === undefined) {
      // Refusals, limits and outages can answer any request and are not listed with each.
      return status >= 400 ? [] : [`${operation.operationId} has no answer with status ${status}`];
    }
    const name = `${operation.operationId} ${status}`;
    const schema = CORRECTIONS[name] ?? response.content?.["application/json"]?.schema;
    if (schema === undefined) return body === undefined ? [] : [`${name} has no body`];
    return this.#errors(name, body, () => this.#bodies.compile(schema));
  }

  /** `action` is undefined for events without one, as push. */
  webhookErrors(event: string, action: string | undefined, payload: unknown): string[] {
    const name = (action === undefined ? event : `${event}-${action}`).replaceAll("_", "-");
    const schema = this.#description["x-webhooks"][name]?.post.requestBody.content?.["application/json"]?.schema;
    if (schema === undefined) return [`GitHub sends no webhook ${name}`];
    return this.#errors(`webhook ${name}`, payload, () => this.#bodies.compile(schema));
  }

  #objectOf(operation: Operation, place: "path" | "query"): unknown {
    const parameters = (operation.parameters ?? [])
      .map((parameter) => this.#resolve<Parameter>(parameter))
      .filter((parameter) => parameter !== undefined)
      .filter((parameter) => parameter.in === place);
    return {
      type: "object",
      properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema ?? {}])),
      required: parameters.filter((parameter) => parameter.required === true).map((parameter) => parameter.name),
      additionalProperties: false,
    };
  }

  #errors(name: string, value: unknown, compile: () => ValidateFunction): string[] {
    const validate = this.#validators.get(name) ?? compile();
    this.#validators.set(name, validate);
    // Coercion writes into the value, and the value belongs to the caller.
    if (validate(structuredClone(value))) return [];
    return (validate.errors ?? []).map((error) => {
      const extra = error.keyword === "additionalProperties" ? ` (${error.params["additionalProperty"]})` : "";
      return `${name}${error.instancePath} ${error.message ?? error.keyword}${extra}`;
    });
  }

  #resolve<T>(value: unknown): T | undefined {
    // The description is GitHub's own, checked before each of its releases.
    return resolveReference(this.#description, value) as T | undefined;
  }
}
