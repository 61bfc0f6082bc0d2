import type { CoreVersion } from "../open-core.js";
import { changedPlaces, type ChangedPlace } from "./changed-places.js";
import { changedFilePairs, type FilePair } from "./file-pairs.js";
import type { PublicNames } from "./public-names.js";

/** What became of an old name at the places where the core itself wrote it. */
export interface UsageCount {
  /** Places where the old name stood and another name stands now. */
  readonly sampled: number;
  /** Of those, the places that have the new name. */
  readonly replaced: number;
  /** `path:line` in the new version, at most three. */
  readonly examples: readonly string[];
}

type Kind = FilePair["kind"];

interface Seen extends ChangedPlace {
  readonly kind: Kind;
  readonly path: string;
}

/** How the core's own tests, examples, documents (`usage`) and sources (`internal`) changed at the same places. */
export class UsageEvidence {
  readonly #places = new Map<string, Seen[]>();

  constructor(
    places: readonly Seen[],
    private readonly names: PublicNames,
  ) {
    for (const place of places) {
      const known = this.#places.get(place.from);
      if (known === undefined) this.#places.set(place.from, [place]);
      else known.push(place);
    }
  }

  /** Names of the new version that took an old name's place, the most frequent first. */
  targetsOf(from: string): string[] {
    const counts = new Map<string, number>();
    for (const { to } of this.#places.get(from) ?? [])
      if (this.names.offered.has(to)) counts.set(to, (counts.get(to) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]).map(([to]) => to);
  }

  /** `container` is the last name of the old one's container: places that name another container are not about it. */
  count(from: string, to: string, container: string, kind: Kind): UsageCount {
    const sampled = (this.#places.get(from) ?? []).filter(
      (place) => place.kind === kind && this.#mayBeOf(place, container),
    );
    const replaced = sampled.filter((place) => place.to === to);
    const examples = replaced.slice(0, 3).map(({ path, line }) => `${path}:${line}`);
    return { sampled: sampled.length, replaced: replaced.length, examples };
  }

  #mayBeOf({ qualifier }: Seen, container: string): boolean {
    return qualifier === undefined || qualifier === container || !this.names.containers.has(qualifier);
  }
}

/**
 * Compares the texts that both versions have, wherever they mention a name that is gone, deprecated or redeclared. Among the core's sources
 * a declaration is such a place, too.
 */
export function usageEvolution(from: CoreVersion, to: CoreVersion, names: PublicNames): UsageEvidence {
  const seen = new Map<string, Seen[]>();
  for (const pair of changedFilePairs(from.tree, to.tree, names.vanished)) {
    const inFile = new Map<string, Seen[]>();
    const markdown = /\.(?:mdx?|rst)$/.test(pair.from);
    for (const place of changedPlaces(pair.before, pair.after, { markdown, names: names.vanished })) {
      const key = `${pair.kind} ${stem(pair.from)} ${place.from} ${place.to} ${place.context}`;
      const known = inFile.get(key);
      const found = { ...place, kind: pair.kind, path: pair.to };
      if (known === undefined) inFile.set(key, [found]);
      else known.push(found);
    }
    // Builds for several module systems hold the same place several times: the file with the most of them counts.
    for (const [key, places] of inFile) if (places.length > (seen.get(key)?.length ?? 0)) seen.set(key, places);
  }
  return new UsageEvidence([...seen.values()].flat(), names);
}

function stem(path: string): string {
  const base = path.slice(path.lastIndexOf("/") + 1);
  return base.slice(0, base.indexOf(".", 1));
}
