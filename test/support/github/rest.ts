import type { Answer, Call, Caller, Endpoints, Handler, RepositoryHandler } from "./call.js";
import type { Operation } from "./contract.js";
import { appEndpoints } from "./endpoints/apps.js";
import { checkEndpoints } from "./endpoints/checks.js";
import { commitEndpoints } from "./endpoints/commits.js";
import { contentsEndpoints } from "./endpoints/contents.js";
import { deliveryEndpoints } from "./endpoints/deliveries.js";
import { gitEndpoints } from "./endpoints/git.js";
import { issueEndpoints } from "./endpoints/issues.js";
import { labelEndpoints } from "./endpoints/labels.js";
import { pullEndpoints } from "./endpoints/pulls.js";
import { refEndpoints } from "./endpoints/refs.js";
import { releaseEndpoints } from "./endpoints/releases.js";
import { repositoryEndpoints } from "./endpoints/repositories.js";
import { Fields } from "./fields.js";
import { json, type HttpRequest, type HttpResponse } from "./http.js";
import { requirementOf } from "./permissions.js";
import { notFound, Refusal } from "./refusal.js";
import { Routes, type Route } from "./routes.js";
import type { Repository } from "./state.js";
import { permits, reaches, type Tokens } from "./tokens.js";
import type { Webhooks } from "./webhooks.js";
import type { World } from "./world.js";

/** Paths that take the app's own JWT. */
const FOR_THE_APP = /^\/app(\/|$)|\/installation$/;
/** Paths that take either. */
const FOR_BOTH = new Set(["/rate_limit", "/users/{username}"]);

export class Rest {
  readonly #world: World;
  readonly #tokens: Tokens;
  readonly #routes: Routes<Handler>;

  constructor(world: World, tokens: Tokens, webhooks: Webhooks) {
    this.#world = world;
    this.#tokens = tokens;
    const onRepositories: Endpoints<RepositoryHandler> = {
      ...repositoryEndpoints(world),
      ...commitEndpoints(world),
      ...contentsEndpoints(world),
      ...gitEndpoints(world),
      ...refEndpoints(world),
      ...pullEndpoints(world),
      ...issueEndpoints(world),
      ...labelEndpoints(world),
      ...checkEndpoints(world),
      ...releaseEndpoints(world),
    };
    this.#routes = new Routes(world.contract.paths(), {
      ...appEndpoints(world, tokens),
      ...deliveryEndpoints(world, webhooks),
      ...Object.fromEntries(
        Object.entries(onRepositories).map(([key, handler]) => [key, this.#onRepository(key, handler)]),
      ),
    });
  }

  async answer(request: HttpRequest): Promise<HttpResponse> {
    const where = `${request.method} ${request.path}`;
    const { route, operation } = this.#route(request, where);
    const caller = this.#authenticate(request, route);
    const call = this.#call(request, route, operation, caller);
    const errors = this.#world.contract.requestErrors(operation, {
      path: route.parameters,
      query: request.query,
      json: call.body.source,
    });
    if (errors.length > 0) {
      this.#world.violations.push({ kind: "request", where, errors });
      throw new Refusal(422, `Invalid request. ${errors.join("; ")}`);
    }
    return this.#checked(operation, where, await route.handler(call));
  }

  #route(
    request: HttpRequest,
    where: string,
  ): { route: Route<Handler> & { readonly handler: Handler }; operation: Operation } {
    const route = this.#routes.find(request.method, request.path);
    const operation = route && this.#world.contract.operation(request.method, route.template);
    if (route === undefined || operation === undefined) {
      this.#world.violations.push({ kind: "request", where, errors: ["GitHub has no such endpoint"] });
      throw notFound();
    }
    const { handler } = route;
    if (handler === undefined) {
      this.#world.violations.push({ kind: "request", where, errors: [`the stand-in lacks ${operation.operationId}`] });
      throw new Refusal(501, `The stand-in for GitHub does not serve ${operation.operationId}`);
    }
    return { route: { ...route, handler }, operation };
  }

  #authenticate(request: HttpRequest, route: Route<Handler>): Caller {
    const caller = this.#tokens.identify(request.headers["authorization"]);
    if (caller === undefined) throw new Refusal(401, "Requires authentication");
    if (FOR_BOTH.has(route.template)) return caller;
    if (FOR_THE_APP.test(route.template) === (caller.kind === "app")) return caller;
    throw caller.kind === "app"
      ? new Refusal(403, "Resource not accessible by integration")
      : new Refusal(401, "A JSON web token could not be decoded");
  }

  #call(request: HttpRequest, route: Route<Handler>, operation: Operation, caller: Caller): Call {
    // An uploaded file is not the request's JSON, even where it holds some.
    const takesJson = operation.requestBody?.content?.["application/json"] !== undefined;
    return {
      path: route.parameters,
      query: request.query,
      body: new Fields(takesJson && request.body.length > 0 ? parseJson(request.body) : undefined),
      bytes: request.body,
      headers: request.headers,
      caller,
      url: request.url,
    };
  }

  /** Sees to it that the caller may do this to the repository that the path names. */
  #onRepository(key: string, handler: RepositoryHandler): Handler {
    const [method = "", template = ""] = key.split(" ");
    const { anyOf, access } = requirementOf(method, template);
    return (call) => {
      const repository = this.#world.repository(`${call.path["owner"]}/${call.path["repo"]}`);
      if (!reaches(this.#world, call.caller, repository)) throw notFound();
      const open = access === "read" && !repository.private;
      if (!open && !anyOf.some((permission) => permits(this.#world, call.caller, repository, permission, access))) {
        throw new Refusal(403, "Resource not accessible by integration");
      }
      checkWritable(repository, access);
      return handler(repository, call);
    };
  }

  #checked(operation: Operation, where: string, answer: Answer): HttpResponse {
    const { status, body, headers = {} } = answer;
    if (typeof body === "string" || body instanceof Uint8Array) return { status, headers, body };
    // Through JSON, as the client will see it: without the fields that are undefined.
    const response = json(status, body, headers);
    const seen: unknown = response.body === "" ? undefined : JSON.parse(String(response.body));
    const errors = this.#world.contract.responseErrors(operation, status, seen);
    if (errors.length === 0) return response;
    this.#world.violations.push({ kind: "response", where, errors });
    return json(500, { message: `The stand-in's answer is not GitHub's. ${errors.join("; ")}` });
  }
}

function checkWritable(repository: Repository, access: "read" | "write"): void {
  if (access === "write" && repository.archived) {
    throw new Refusal(403, "Repository was archived so is read-only.");
  }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    throw new Refusal(400, "Problems parsing JSON");
  }
}
