import type { Fields } from "./fields.js";
import { notFound } from "./refusal.js";
import type { Account, Installation, Repository } from "./state.js";
import type { Token } from "./tokens.js";

/** Who asks: the app itself (by its JWT), or an installation of it (by a token). */
export type Caller =
  | { readonly kind: "app"; readonly account: Account }
  | {
      readonly kind: "installation";
      readonly account: Account;
      readonly installation: Installation;
      readonly token: Token;
    };

/** A request that has passed the checks: its caller may do this, and it is of the described form. */
export interface Call {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Fields;
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly caller: Caller;
  /** The address that was asked, for links to its other pages. */
  readonly url: string;
}

export interface Answer {
  readonly status: number;
  /** JSON; a text or bytes where the caller asked for another media type; undefined for none. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;
export type RepositoryHandler = (repository: Repository, call: Call) => Answer | Promise<Answer>;

/** Handlers by the method and path of GitHub's description: "GET /repos/{owner}/{repo}". */
export type Endpoints<H = Handler> = Readonly<Record<string, H>>;

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

export function created(body: unknown): Answer {
  return { status: 201, body };
}

export function noContent(): Answer {
  return { status: 204 };
}

/** One page of a list, with GitHub's Link header. `wrap` for lists that come inside an object. */
export function paged<T>(
  call: Call,
  items: readonly T[],
  render: (item: T) => unknown,
  wrap: (page: unknown[]) => unknown = (page) => page,
): Answer {
  const size = Math.min(100, Math.max(1, Number(call.query["per_page"] ?? 30)));
  const page = Math.max(1, Number(call.query["page"] ?? 1));
  const last = Math.max(1, Math.ceil(items.length / size));
  const links = [
    ...(page > 1 ? [["prev", page - 1] as const, ["first", 1] as const] : []),
    ...(page < last ? [["next", page + 1] as const, ["last", last] as const] : []),
  ];
  const body = wrap(items.slice((page - 1) * size, page * size).map(render));
  if (links.length === 0) return ok(body);
  const link = links.map(([relation, number]) => `<${pageUrl(call, number)}>; rel="${relation}"`).join(", ");
  return { status: 200, body, headers: { link } };
}

export function parameter(call: Call, name: string): string {
  const value = call.path[name];
  if (value === undefined) throw new Error(`the path has no {${name}}`);
  return value;
}

/** The one of `items` that the path names by number, or 404. */
export function find<T>(items: readonly T[], matches: (item: T) => boolean): T {
  const item = items.find(matches);
  if (item === undefined) throw notFound();
  return item;
}

function pageUrl(call: Call, page: number): string {
  const url = new URL(call.url);
  url.searchParams.set("page", String(page));
  return url.href;
}
