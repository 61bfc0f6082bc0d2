import type { Contract } from "./contract.js";
import { notFound } from "./refusal.js";
import type { Account, App, Installation, Permissions, Repository } from "./state.js";
import { timestamp } from "./time.js";
import type { Violations } from "./violations.js";

export interface Emission {
  readonly event: string;
  /** Undefined for events without one, as push. */
  readonly action?: string;
  readonly repository?: Repository;
  readonly installation?: Installation;
  readonly sender: Account;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface AppSpec {
  readonly id: number;
  readonly slug: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly publicKey: string;
}

export interface WorldOptions {
  /** Where the bare repositories are. */
  readonly dir: string;
  readonly contract: Contract;
  readonly violations: Violations;
  readonly emit: (emission: Emission) => void;
  readonly clock: () => Date;
  readonly app: AppSpec;
}

/** Everything the endpoints work on. */
export class World {
  readonly dir: string;
  readonly contract: Contract;
  readonly violations: Violations;
  readonly emit: (emission: Emission) => void;
  readonly clock: () => Date;
  readonly app: App;
  readonly accounts = new Map<string, Account>();
  readonly repositories = new Map<string, Repository>();
  readonly installations: Installation[] = [];
  /** Where this GitHub is reached, without a slash at the end. Known once the server listens. */
  url = "";
  #lastId = 1000;

  constructor(options: WorldOptions) {
    this.dir = options.dir;
    this.contract = options.contract;
    this.violations = options.violations;
    this.emit = options.emit;
    this.clock = options.clock;
    this.app = {
      ...options.app,
      name: options.app.slug,
      owner: this.addAccount(`${options.app.slug}-owner`, "Organization"),
      bot: this.addAccount(`${options.app.slug}[bot]`, "Bot"),
      createdAt: this.now(),
    };
  }

  id(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  now(): string {
    return timestamp(this.clock());
  }

  account(login: string): Account {
    const account = this.accounts.get(login.toLowerCase());
    if (account === undefined) throw notFound();
    return account;
  }

  addAccount(login: string, type: Account["type"]): Account {
    const account = { id: this.id(), login, type };
    this.accounts.set(login.toLowerCase(), account);
    return account;
  }

  /** `fullName` as acme/core. */
  repository(fullName: string): Repository {
    const repository = this.repositories.get(fullName.toLowerCase());
    if (repository === undefined) throw notFound();
    return repository;
  }

  installationFor(repository: Repository): Installation | undefined {
    return this.installations.find((installation) => covers(installation, repository));
  }

  repositoriesOf(installation: Installation): Repository[] {
    return [...this.repositories.values()].filter((repository) => covers(installation, repository));
  }
}

function covers(installation: Installation, repository: Repository): boolean {
  if (installation.account !== repository.owner) return false;
  return installation.repositories === "all" || installation.repositories.has(repository.fullName);
}
