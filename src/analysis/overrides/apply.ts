import { canonicalJson } from "../../domain/hash.js";
import type { ProposedOperation } from "../../domain/operation.js";
import { checkOperation } from "../../operations/manifest.js";
import type { Override, Overrides, Selector } from "./read.js";

/** An inferred operation that is not in the manifest as it was inferred, because a maintainer knows better. */
export interface Overridden {
  readonly kind: string;
  readonly match: Record<string, unknown>;
  readonly confidence: number;
  readonly became: "corrected" | "rejected" | "declared otherwise";
  /** `file:line`. */
  readonly by: string;
  readonly reason?: string;
}

export interface Overruled {
  readonly operations: readonly ProposedOperation[];
  readonly overridden: readonly Overridden[];
}

/**
 * Carries out overrides from top to bottom: each sees what those above have left. Throws `OnxError` (`invalid-overrides`), with its line, for
 * an override that matches no operation, that makes one of a wrong shape, or that declares what another did.
 */
export function applyOverrides(inferred: readonly ProposedOperation[], overrides: Overrides): Overruled {
  let operations = inferred;
  const overridden: Overridden[] = [];
  for (const entry of overrides.entries) {
    const chosen = choose(operations, entry, overrides);
    const by = overrides.file.at(entry.path);
    const now = become(chosen, entry, by);
    for (const operation of now) checkOperation(overrides.file, operation, entry.path);
    overridden.push(...tell(chosen, entry, by));
    const rest = operations.filter((operation) => !chosen.includes(operation));
    operations = [...rest.map((operation) => follow(operation, chosen, now)), ...now];
  }
  return { operations, overridden };
}

/** The operations that give way to an override. */
function choose(
  operations: readonly ProposedOperation[],
  entry: Override,
  { file }: Overrides,
): readonly ProposedOperation[] {
  if (entry.verb === "declare") {
    const rivals = operations.filter((operation) => subject(operation) === subject(entry.declare));
    if (!rivals.some(({ method }) => method === "declared")) return rivals;
    throw file.refuse("an override above says already what becomes of it", entry.path, "remove one of the two");
  }
  const chosen = operations.filter((operation) => fits(operation, selectorOf(entry)));
  if (chosen.length > 0) return chosen;
  throw file.refuse("the override matches no operation", entry.path, "mend its match, or remove it");
}

function become(chosen: readonly ProposedOperation[], entry: Override, by: string): ProposedOperation[] {
  switch (entry.verb) {
    case "reject":
      return [];
    case "annotate":
      return chosen.map((operation) => ({ ...operation, note: entry.note }));
    case "correct":
      return chosen.map((operation) => correct(operation, entry, by));
    case "declare": {
      const { declare, breaking, note } = entry;
      return [{ ...declare, ...certain({ declared_at: by }), breaking, ...(note !== undefined && { note }) }];
    }
  }
}

function correct(operation: ProposedOperation, entry: Override & { verb: "correct" }, by: string): ProposedOperation {
  const { kind, match, confidence, method } = operation;
  const { with: corrected, breaking = operation.breaking, note = operation.note } = entry;
  const sameKind = corrected.kind === undefined || corrected.kind === kind;
  return {
    kind: corrected.kind ?? kind,
    match: sameKind ? { ...match, ...corrected.match } : corrected.match,
    ...certain({ declared_at: by, inferred: { kind, match, confidence, method } }),
    breaking,
    ...(note !== undefined && { note }),
  };
}

/** What is said of a container's members goes along where the container gets another new name. */
function follow(
  operation: ProposedOperation,
  before: readonly ProposedOperation[],
  after: readonly ProposedOperation[],
): ProposedOperation {
  const { match } = operation;
  const isHolder = (holder: ProposedOperation): boolean =>
    holder.kind === "rename.symbol" &&
    holder.match["module"] === match["module"] &&
    nameIn(holder, "container", "from") === match["container"];
  const old = before.find(isHolder);
  const now = after.find(isHolder);
  if (old === undefined || now === undefined) return operation;
  if (match["to_container"] !== nameIn(old, "to_container", "to")) return operation;
  return { ...operation, match: { ...match, to_container: nameIn(now, "to_container", "to") } };
}

function nameIn({ match }: ProposedOperation, container: string, name: string): string {
  return [match[container] ?? match["container"], match[name]].filter((part) => Boolean(part)).join(".");
}

function certain(evidence: Record<string, unknown>) {
  return { confidence: 1, method: "declared" as const, evidence, dependsOn: [] };
}

function tell(chosen: readonly ProposedOperation[], entry: Override, by: string): Overridden[] {
  if (entry.verb === "annotate") return [];
  const became = ({ correct: "corrected", reject: "rejected", declare: "declared otherwise" } as const)[entry.verb];
  const reason = entry.verb === "reject" ? entry.reason : entry.note;
  return chosen.map(({ kind, match, confidence }) => ({
    kind,
    match,
    confidence,
    became,
    by,
    ...(reason !== undefined && { reason }),
  }));
}

function selectorOf(entry: Exclude<Override, { verb: "declare" }>): Selector {
  if (entry.verb === "correct") return entry.correct;
  return entry.verb === "reject" ? entry.reject : entry.annotate;
}

function fits(operation: ProposedOperation, { kind, match }: Selector): boolean {
  if (kind !== undefined && kind !== operation.kind) return false;
  return Object.entries(match).every(
    ([key, value]) => canonicalJson([operation.match[key]]) === canonicalJson([value]),
  );
}

/** Kinds that say what becomes of a name: there can be one answer. */
const FATES = new Set(["rename.symbol", "rename.callable", "rename.member", "remove.symbol"]);

/** What an operation speaks of. Two that speak of the same cannot both be carried out. */
function subject({ kind, match }: Pick<ProposedOperation, "kind" | "match">): string {
  const { module, container, callable, config, symbols, from, name, position } = match;
  return FATES.has(kind)
    ? canonicalJson([module, container, from ?? name])
    : canonicalJson([kind, module, container, callable, config, symbols, from, name, position]);
}
