import type { ApiDiff } from "../domain/matching.js";
import { bandOf, type ProposedOperation } from "../domain/operation.js";
import { qualifiedName, type PublicSymbol } from "../domain/symbol.js";
import { type Witness, witnessSchema } from "../domain/witness.js";
import type { OldNew } from "../operations/kind.js";
import { kindOf } from "../operations/registry.js";
import { additionsOf } from "./bump.js";
import type { Comparison } from "./match/compare.js";
import { probability } from "./match/score.js";
import { keyOf } from "./match/symbol-index.js";
import type { CoreVersion } from "./open-core.js";
import type { Overridden } from "./overrides/apply.js";
import { reachableFiles } from "./snapshot.js";
import type { Synthesis } from "./synthesise.js";

/** `manifest_report.json`. Everything but `run` is reproducible. */
export interface ManifestReport {
  readonly package: string;
  readonly from: string;
  readonly to: string;
  readonly counts: { readonly by_kind: Record<string, number>; readonly by_band: Record<string, number> };
  readonly candidates: readonly Candidate[];
  readonly withheld: readonly { kind: string; match: unknown; confidence: number }[];
  /** What the maintainers know better. */
  readonly overridden: readonly Overridden[];
  /** Names that are new. */
  readonly additions: readonly string[];
  /** Public names that are still there with another signature, and no operation speaks of it. */
  readonly unresolved: readonly Unresolved[];
  /** What witnesses said of the operations, those withheld included. Empty where they were not asked for. */
  readonly verification: Verification;
  readonly sources: { readonly from: Sources; readonly to: Sources };
  readonly run: { readonly stages: Record<string, number> };
}

interface Candidate {
  readonly from: string;
  readonly to: string;
  readonly score: number;
  readonly reason: string;
}

interface Unresolved {
  readonly name: string;
  readonly change: "signature";
  readonly from: string;
  readonly to: string;
}

interface Verification {
  readonly by_outcome: Record<string, number>;
  /** Operations that lost confidence. */
  readonly lowered: readonly (Pick<ProposedOperation, "kind" | "match" | "confidence"> & Omit<Witness, "snippet">)[];
  /** Why nothing is told of operations, and of how many. */
  readonly untold: Record<string, number>;
}

interface Sources {
  /** How each import specifier was led back to a file. */
  /** Names that dependents can write, members included. */
  readonly public_names: number;
  readonly entries: readonly { specifier: string; path: string; rule: string }[];
  readonly missing_entries: readonly string[];
  readonly dependencies: Record<string, string>;
  readonly unparsable: readonly { path: string; line: number; message: string }[];
  readonly too_large: readonly string[];
}

/** Pairs less likely than this would fill the report and tell nothing. */
const WORTH_SHOWING = 0.1;
const MAX_CANDIDATES = 2000;

export function buildReport(
  versions: { readonly from: CoreVersion; readonly to: CoreVersion },
  comparison: Comparison,
  { manifest, withheld, overridden }: Synthesis,
  stages: Record<string, number>,
): ManifestReport {
  return {
    package: manifest.package,
    from: manifest.from,
    to: manifest.to,
    counts: {
      by_kind: tally(manifest.operations.map(({ kind }) => kind)),
      by_band: tally(manifest.operations.map(({ confidence }) => bandOf(confidence, manifest.provenance.thresholds))),
    },
    candidates: candidatesOf(comparison),
    withheld: withheld.map(({ kind, match, confidence }) => ({ kind, match, confidence })),
    overridden,
    additions: additionsOf(comparison.diff),
    unresolved: unresolvedChanges(comparison.diff),
    verification: verificationOf([...manifest.operations, ...withheld]),
    sources: { from: sourcesOf(versions.from), to: sourcesOf(versions.to) },
    run: { stages },
  };
}

/** One line that says what an operation does, for tables and notes. */
export function describeOperation(operation: { kind: string; match: unknown }): OldNew {
  const kind = kindOf(operation.kind);
  if (kind === undefined) throw new Error(`unknown kind ${operation.kind}`);
  return kind.describe(operation.match);
}

function candidatesOf({ diff, considered }: Comparison): Candidate[] {
  const taken = new Map(diff.pairs.map((pair) => [pair.from, pair.to]));
  const targets = new Set(taken.values());
  return considered
    .filter((pair) => taken.get(pair.from) !== pair.to && probability(pair.odds) >= WORTH_SHOWING)
    .slice(0, MAX_CANDIDATES)
    .map((pair) => ({
      from: keyOf(pair.from),
      to: keyOf(pair.to),
      score: Math.round(probability(pair.odds) * 1000) / 1000,
      reason: taken.has(pair.from)
        ? `${keyOf(pair.from)} is better explained by ${keyOf(taken.get(pair.from) ?? pair.to)}`
        : targets.has(pair.to)
          ? "another name has a better claim to the target"
          : "not likely enough",
    }));
}

function unresolvedChanges(diff: ApiDiff): Unresolved[] {
  const after = new Map(diff.to.symbols.map((symbol) => [keyOf(symbol), symbol]));
  return diff.from.symbols.flatMap((before) => {
    const now = after.get(keyOf(before));
    const callable = before.declaration.signatures.length > 0 && before.declaration.members.length === 0;
    if (now === undefined || !callable || before.declaration.sig === now.declaration.sig) return [];
    return [{ name: qualifiedName(before), change: "signature" as const, from: shown(before), to: shown(now) }];
  });
}

function shown({ declaration }: PublicSymbol): string {
  return declaration.signatures
    .map(({ parameters, returns }) => {
      const list = parameters.map(
        ({ name, rest, optional, type }) =>
          `${rest ? "..." : ""}${name}${optional ? "?" : ""}${type === undefined ? "" : `: ${type}`}`,
      );
      return `(${list.join(", ")})${returns === undefined ? "" : `: ${returns}`}`;
    })
    .join(" | ");
}

function verificationOf(
  operations: readonly Pick<ProposedOperation, "kind" | "match" | "confidence" | "evidence">[],
): Verification {
  const witnesses = operations.flatMap(({ kind, match, confidence, evidence }) => {
    const { data } = witnessSchema.safeParse(evidence["witness"]);
    return data === undefined ? [] : [{ kind, match, confidence, ...data }];
  });
  return {
    by_outcome: tally(witnesses.map(({ outcome }) => outcome)),
    lowered: witnesses
      .filter((each) => each.confidence_before !== undefined)
      .map(({ snippet: _snippet, ...rest }) => rest),
    untold: tally(
      witnesses.flatMap(({ outcome, reason }) => (outcome === "no-witness" && reason !== undefined ? [reason] : [])),
    ),
  };
}

function sourcesOf(version: CoreVersion): Sources {
  const unparsable = [...reachableFiles(version)].flatMap(([path, facts]) => {
    const [error] = facts.errors;
    return error === undefined ? [] : [{ path, line: error.line, message: error.message }];
  });
  return {
    public_names: version.surface.symbols.length,
    entries: version.packages.flatMap((info) =>
      [...info.modules.values()].map(({ specifier, path, rule }) => ({ specifier, path, rule })),
    ),
    missing_entries: version.packages.flatMap(({ missing }) => missing),
    dependencies: Object.fromEntries([...version.dependencies].sort()),
    unparsable,
    too_large: version.tree.tooLarge,
  };
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
