import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

import { answerFault } from "./answer-fault.js";
import type { Faults } from "./faults.js";
import { answerGraphql } from "./graphql.js";
import { json, readRequest, writeResponse, type HttpRequest, type HttpResponse } from "./http.js";
import { answerPage, isPage } from "./page.js";
import { Refusal } from "./refusal.js";
import type { Rest } from "./rest.js";
import { answerGit, isGitRequest } from "./smart-http.js";
import type { Tokens } from "./tokens.js";
import type { World } from "./world.js";

export interface LoggedRequest {
  readonly method: string;
  /** Without /api/v3 before it. */
  readonly path: string;
  /** 0 where the connection was broken on purpose. */
  readonly status: number;
}

export interface Parts {
  readonly world: World;
  readonly tokens: Tokens;
  readonly rest: Rest;
  readonly faults: Faults;
  readonly requests: LoggedRequest[];
}

export function makeServer(parts: Parts): Server {
  return createServer((message, response) => {
    serve(parts, message, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
}

async function serve(parts: Parts, message: IncomingMessage, target: ServerResponse): Promise<void> {
  const request = await readRequest(message, parts.world.url);
  const log = (status: number) => parts.requests.push({ method: request.method, path: request.path, status });
  const fault = parts.faults.takeForRequest(request.method, request.path);
  const breakOff = (): void => {
    log(0);
    target.destroy();
  };
  if (fault?.kind === "slow") await wait(fault.milliseconds);
  if (fault?.kind === "cut" && fault.moment === "before") {
    await fault.befall();
    return breakOff();
  }
  const response = (fault && answerFault(fault, parts.world.clock())) ?? (await answer(parts, request));
  if (fault?.kind === "cut") await fault.befall();
  if (fault?.kind === "cut" || fault?.kind === "lost-response") return breakOff();
  log(response.status);
  writeResponse(target, response);
}

async function answer(parts: Parts, request: HttpRequest): Promise<HttpResponse> {
  try {
    if (isGitRequest(request.path)) return await answerGit(parts.world, parts.tokens, request);
    if (isPage(request.path)) return await answerPage(parts.world, request.path);
    if (request.path === "/graphql") return await answerQuery(parts, request);
    return await parts.rest.answer(request);
  } catch (error) {
    return refuse(parts.world, request, error);
  }
}

async function answerQuery({ world, tokens }: Parts, request: HttpRequest): Promise<HttpResponse> {
  const caller = tokens.identify(request.headers["authorization"]);
  if (caller === undefined) throw new Refusal(401, "This endpoint requires you to be authenticated.");
  const { query, variables }: { query: string; variables?: Record<string, unknown> } = JSON.parse(
    Buffer.from(request.body).toString("utf8"),
  );
  return json(200, await answerGraphql(world, caller, query, variables ?? {}));
}

function refuse(world: World, request: HttpRequest, error: unknown): HttpResponse {
  if (error instanceof Refusal) {
    // Git asks its credential helper only when it is told which scheme is wanted.
    const challenge: Record<string, string> =
      error.status === 401 && isGitRequest(request.path) ? { "www-authenticate": 'Basic realm="GitHub"' } : {};
    return json(error.status, error.body, challenge);
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  world.violations.push({ kind: "response", where: `${request.method} ${request.path}`, errors: [message] });
  return json(500, { message: `The stand-in for GitHub failed: ${message}` });
}
