import { createVerify, randomBytes } from "node:crypto";

import type { Caller } from "./call.js";
import { Refusal } from "./refusal.js";
import type { Access, Installation, Permissions, Repository } from "./state.js";
import { timestamp } from "./time.js";
import type { World } from "./world.js";

export interface Token {
  readonly value: string;
  readonly installation: Installation;
  /** Ids of the repositories it is limited to, or undefined for all of the installation's. */
  readonly repositories: ReadonlySet<number> | undefined;
  readonly permissions: Permissions;
  readonly expiresAt: string;
}

const TOKEN_LIFE_MS = 60 * 60 * 1000;
/** GitHub takes JWTs of up to ten minutes and allows for a minute between clocks. */
const JWT_LIFE_S = 10 * 60;
const CLOCK_SKEW_S = 60;

export class Tokens {
  readonly #world: World;
  readonly #tokens = new Map<string, Token>();

  constructor(world: World) {
    this.#world = world;
  }

  issue(installation: Installation, repositories: ReadonlySet<number> | undefined, permissions: Permissions): Token {
    const token = {
      value: `ghs_${randomBytes(18).toString("hex")}`,
      installation,
      repositories,
      permissions,
      expiresAt: timestamp(new Date(this.#world.clock().getTime() + TOKEN_LIFE_MS)),
    };
    this.#tokens.set(token.value, token);
    return token;
  }

  /** The caller of an Authorization header, or undefined where there is none. A bad one is refused. */
  identify(header: string | undefined): Caller | undefined {
    const credential = credentialOf(header);
    if (credential === undefined) return undefined;
    if (credential.split(".").length === 3) return this.#byJwt(credential);
    const token = this.#tokens.get(credential);
    if (token === undefined || token.expiresAt <= this.#world.now()) throw new Refusal(401, "Bad credentials");
    return { kind: "installation", account: this.#world.app.bot, installation: token.installation, token };
  }

  #byJwt(jwt: string): Caller {
    const [head = "", body = "", signature = ""] = jwt.split(".");
    const verify = createVerify("RSA-SHA256").update(`${head}.${body}`);
    if (!verify.verify(this.#world.app.publicKey, Buffer.from(signature, "base64url"))) {
      throw new Refusal(401, "A JSON web token could not be decoded");
    }
    const claims: Record<string, unknown> = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
    const now = this.#world.clock().getTime() / 1000;
    const { iss, iat, exp } = claims;
    if (String(iss) !== String(this.#world.app.id)) throw new Refusal(401, "Issuer ('iss') claim must be the app's id");
    if (typeof exp !== "number" || exp <= now || exp > now + JWT_LIFE_S + CLOCK_SKEW_S) {
      throw new Refusal(401, "'Expiration time' claim ('exp') is in the past or too far in the future");
    }
    if (typeof iat !== "number" || iat > now + CLOCK_SKEW_S)
      throw new Refusal(401, "'Issued at' claim ('iat') is in the future");
    return { kind: "app", account: this.#world.app.bot };
  }
}

/** May this caller see the repository at all? */
export function reaches(world: World, caller: Caller | undefined, repository: Repository): boolean {
  if (!repository.private) return true;
  return caller !== undefined && isSelected(world, caller, repository);
}

/** Has this caller the permission on this repository? */
export function permits(
  world: World,
  caller: Caller | undefined,
  repository: Repository,
  permission: string,
  access: Access,
): boolean {
  if (caller?.kind !== "installation") return false;
  if (!isSelected(world, caller, repository)) return false;
  return allows(caller.token.permissions, permission, access);
}

export function allows(permissions: Permissions, permission: string, access: Access): boolean {
  const given = permissions[permission] ?? (permission === "metadata" ? "read" : undefined);
  return given === "write" || given === access;
}

function isSelected(world: World, caller: Caller, repository: Repository): boolean {
  if (caller.kind !== "installation") return false;
  if (world.installationFor(repository) !== caller.installation) return false;
  return caller.token.repositories === undefined || caller.token.repositories.has(repository.id);
}

// "Bearer X", "token X", and git's basic authentication as x-access-token.
function credentialOf(header: string | undefined): string | undefined {
  const [scheme = "", value] = (header ?? "").split(" ");
  if (value === undefined) return undefined;
  if (scheme.toLowerCase() !== "basic") return value;
  return Buffer.from(value, "base64")
    .toString("utf8")
    .replace(/^[^:]*:/, "");
}
