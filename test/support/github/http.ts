import type { IncomingMessage, ServerResponse } from "node:http";

export interface HttpRequest {
  readonly method: string;
  /** Still percent-encoded, and without /api/v3 or /api/uploads before it. */
  readonly path: string;
  readonly queryString: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  readonly url: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export async function readRequest(message: IncomingMessage, origin: string): Promise<HttpRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const url = new URL(message.url ?? "/", origin);
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return {
    method: message.method ?? "GET",
    path: url.pathname.replace(/^\/api\/(v3|uploads)(?=\/|$)/, "").replace(/^\/api\/graphql$/, "/graphql"),
    queryString: url.search.slice(1),
    query: Object.fromEntries(url.searchParams),
    headers,
    body: Buffer.concat(chunks),
    url: url.href,
  };
}

export function writeResponse(target: ServerResponse, response: HttpResponse): void {
  const body = Buffer.from(response.body);
  // A 204 has no length, and node sends none for it either.
  const length = response.status === 204 ? {} : { "content-length": String(body.length) };
  target.writeHead(response.status, { ...response.headers, ...length });
  target.end(response.status === 204 ? undefined : body);
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const type = { "content-type": "application/json; charset=utf-8" };
  return { status, headers: { ...type, ...headers }, body: body === undefined ? "" : JSON.stringify(body) };
}
