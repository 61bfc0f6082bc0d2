import type { Manifest } from "../../domain/manifest.js";
import type { Operation } from "../../domain/operation.js";
import { existedBefore } from "../compose/existed.js";
import { modulesOf } from "../compose/name-changes.js";
import { NameMap } from "../compose/name-map.js";
import type { Name } from "../compose/name.js";
import type { Party } from "../compose/party.js";
import { summaryOf } from "../listing.js";
import { invertCalls } from "./calls.js";
import type { Inverted } from "./inverted.js";
import { invertNames } from "./names.js";

export interface Inverse {
  /** From where the manifest ends back to where it begins. Operations keep their ids. */
  readonly manifest: Manifest;
  /** Why an operation, by its id, is not taken back by a rule. */
  readonly lost: ReadonlyMap<string, string>;
}

/**
 * Turns a manifest round. A rename leads back, a permutation is undone, and what a release added is taken away.
 *
 * Not everything can be told from the new names alone. Where two names became one, a default changed, or an argument was dropped, the
 * inverse operation has confidence 0 and the reason as its note: it asks a person at each place, and never edits. What is gone has no
 * name in the new version that could be looked for: it is in `lost` alone. A name that led to one which the old version had all along
 * (`existed`; by default as far as the manifest's evidence tells) needs no way back, because what uses it works there, too.
 */
export function invertManifest(
  manifest: Manifest,
  existed: (name: Name, by: readonly Party[]) => boolean = existedBefore(undefined),
): Inverse {
  const map = new NameMap(manifest, modulesOf(manifest), existed);
  const found = new Map<string, Inverted>([...invertNames(map), ...invertCalls(map)]);
  const operations = manifest.operations.flatMap((operation) => inverseOf(operation, found.get(operation.id)));
  const ids = new Set(operations.map(({ id }) => id));
  const lost = manifest.operations.flatMap(({ id }) => {
    const reason = found.get(id)?.lost;
    return reason === undefined ? [] : [[id, reason] as const];
  });
  return {
    manifest: {
      ...turnedRound(manifest),
      summary: summaryOf(operations),
      operations: operations.map((each) => ({ ...each, depends_on: each.depends_on.filter((id) => ids.has(id)) })),
    },
    lost: new Map(lost),
  };
}

function inverseOf(operation: Operation, inverted: Inverted | undefined): Operation[] {
  if (inverted?.said === undefined) return [];
  const { said, lost } = inverted;
  return [{ ...operation, ...said, ...(lost !== undefined && { confidence: 0, note: lost }) }];
}

/** Everything but the operations. */
function turnedRound(manifest: Manifest): Manifest {
  const { from, to, packages, provenance, steps } = manifest;
  return {
    ...manifest,
    from: to,
    to: from,
    ...(packages !== undefined && { packages: packages.map((each) => ({ ...each, from: each.to, to: each.from })) }),
    provenance: reversed(provenance),
    ...(steps !== undefined && {
      steps: steps
        .toReversed()
        .map((step) => ({ from: step.to, to: step.from, provenance: reversed(step.provenance) })),
    }),
  };
}

function reversed(provenance: Manifest["provenance"]): Manifest["provenance"] {
  const { from_sha, to_sha, tree_from, tree_to } = provenance;
  return { ...provenance, from_sha: to_sha, to_sha: from_sha, tree_from: tree_to, tree_to: tree_from };
}
