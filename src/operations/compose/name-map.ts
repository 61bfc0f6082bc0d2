import type { Manifest } from "../../domain/manifest.js";
import { holderOf, isSame, keyOf, type Name, within } from "./name.js";
import { type NameChange, nameChanges } from "./name-changes.js";
import type { Party } from "./party.js";

/** What has become of a name. */
export interface Arrival {
  /** Undefined where it is gone. */
  readonly name: Name | undefined;
  /** The operation that says so; absent where none does. */
  readonly by?: Party;
  /** False where `by` speaks of what holds the name, and the name merely follows. */
  readonly own: boolean;
}

/**
 * A manifest as a relation between the names of its two versions. A name that no operation speaks of follows its container or module.
 * One name may become several, where a value and a type part ways, and several one.
 */
export class NameMap {
  readonly parties: readonly Party[];
  readonly changes: readonly NameChange[];
  readonly #bySubject = new Map<string, NameChange[]>();
  readonly #byResult = new Map<string, NameChange[]>();

  constructor(
    { from, to, operations }: Manifest,
    /** Import specifiers, to tell what is a module's in a qualified name. */
    readonly modules: readonly string[],
    /** Whether a name that an operation leads to was there before, too. */
    private readonly existed: (name: Name, by: readonly Party[]) => boolean = () => false,
  ) {
    this.parties = operations.map((operation) => ({ operation, step: { from, to } }));
    this.changes = this.parties.flatMap((party) => nameChanges(party, modules));
    for (const change of this.changes) append(this.#bySubject, keyOf(change.subject), change);
    for (const change of this.changes) {
      const result = this.resultOf(change);
      if (result !== undefined) append(this.#byResult, keyOf(result), change);
    }
  }

  /** What operations say of the name itself. */
  changesOf(name: Name): readonly NameChange[] {
    return this.#bySubject.get(keyOf(name)) ?? [];
  }

  /** What a name of `from` is in `to`. */
  arrivals(name: Name): readonly Arrival[] {
    const changes = this.changesOf(name);
    if (changes.length > 0) {
      return changes.map((each) => ({ name: this.resultOf(each), by: each.by, own: true }));
    }
    const holder = holderOf(name);
    if (holder === undefined) return [{ name, own: false }];
    return this.arrivals(holder).map((arrival) => ({
      ...arrival,
      name: arrival.name && within(arrival.name, name),
      own: false,
    }));
  }

  /** The names of `from` that a name of `to` may have been. */
  sources(name: Name): readonly Name[] {
    const changes = this.#byResult.get(keyOf(name)) ?? [];
    const holder = holderOf(name);
    const followers = holder === undefined ? [name] : this.sources(holder).map((each) => within(each, name));
    const kept = followers.filter((each) => this.arrivals(each).some((arrival) => isSame(arrival.name, name)));
    const by = changes.map((each) => each.by);
    const were = changes.length === 0 ? kept : kept.filter((each) => this.existed(each, by));
    return [...changes.map(({ subject }) => subject), ...were];
  }

  /** The new name that one of the changes leads to; undefined where the name is gone. */
  resultOf({ become, holder, subject }: NameChange): Name | undefined {
    if (holder === undefined) return become?.(subject);
    return become?.(this.arrivals(holder)[0]?.name ?? holder);
  }
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
