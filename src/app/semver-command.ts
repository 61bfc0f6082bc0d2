import { isEnough, requiredNumber } from "../analysis/bump.js";
import { describeOperation, type ManifestReport } from "../analysis/report.js";
import type { Bump } from "../domain/manifest.js";
import type { Operation } from "../domain/operation.js";
import type { OldNew } from "../operations/kind.js";
import { type CoreFlags, originOf } from "./generate-command.js";
import { generateManifest } from "./generate.js";

export interface SemverRequest extends CoreFlags {
  readonly from: string;
  readonly to: string;
  readonly package?: string;
  readonly onProgress: (stage: string) => void;
}

/** The bump that the difference between two versions asks for, with everything that asks for it. */
export interface SemverVerdict {
  readonly package: string;
  readonly from: string;
  readonly to: string;
  /** What the version numbers claim. */
  readonly declared: Bump;
  /** What they have to claim at least. */
  readonly required: Bump;
  /** What the changes would demand from 1.0.0 on. */
  readonly changes: Bump;
  /** Why `required` is less than `changes`. */
  readonly rule?: string;
  readonly enough: boolean;
  readonly breaking: readonly SemverReason[];
  /** Names that still work and are on their way out. */
  readonly deprecating: readonly SemverReason[];
  readonly additions: readonly string[];
  /** Changed signatures without an operation: whether they break a dependent is not known. */
  readonly perhaps: ManifestReport["unresolved"];
}

export interface SemverReason extends OldNew {
  readonly id: string;
  readonly kind: string;
  readonly confidence: number;
}

/** `onx-manifest semver`. */
export async function judgeBump(request: SemverRequest): Promise<SemverVerdict> {
  const { from, to, onProgress, package: name } = request;
  const origin = originOf(request);
  const { manifest, report } = await generateManifest({
    origin,
    from,
    to,
    onProgress,
    ...(name !== undefined && { package: name }),
  });
  const { declared, required } = manifest.semver;
  const { tree_from, tree_to } = manifest.provenance;
  const changes = tree_from === tree_to ? "none" : required;
  const { bump, ...rule } = requiredNumber(changes, manifest.from);
  return {
    package: manifest.package,
    from: manifest.from,
    to: manifest.to,
    declared,
    required: bump,
    changes,
    ...rule,
    enough: isEnough(declared, bump),
    breaking: manifest.operations.filter(({ breaking }) => breaking).map(reasonOf),
    deprecating: manifest.operations.filter(({ breaking }) => !breaking).map(reasonOf),
    additions: report.additions,
    perhaps: report.unresolved,
  };
}

function reasonOf(operation: Operation): SemverReason {
  const { id, kind, confidence } = operation;
  return { id, kind, confidence, ...describeOperation(operation) };
}
