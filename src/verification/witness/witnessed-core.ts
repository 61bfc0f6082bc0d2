import type { CoreVersion } from "../../analysis/open-core.js";
import { reachableFiles } from "../../analysis/snapshot.js";
import type { CoreSources } from "../../domain/core-sources.js";
import type { ApiSurface } from "../../domain/matching.js";

/** What witnesses need of one version of a core. */
export interface WitnessedVersion {
  readonly surface: ApiSurface;
  readonly sources: CoreSources;
}

/** Two versions, as witnesses look at them. */
export interface WitnessedCore {
  readonly from: WitnessedVersion;
  readonly to: WitnessedVersion;
}

export function witnessedCore(from: CoreVersion, to: CoreVersion): WitnessedCore {
  // What has been read before is mounted without the bodies that the compiler need not read again.
  for (const version of [from, to]) reachableFiles(version);
  return {
    from: { surface: from.surface, sources: from.core.sources("from") },
    to: { surface: to.surface, sources: to.core.sources("to") },
  };
}
