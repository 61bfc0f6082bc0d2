import type { Bump, Manifest } from "../../domain/manifest.js";

type Head = Omit<Manifest, "operations" | "summary">;

const BUMPS: readonly Bump[] = ["none", "patch", "minor", "major"];

/** Everything in a composed manifest but its operations: from where the first begins to where the second ends, by the stricter thresholds. */
export function composeHead(first: Manifest, second: Manifest): Head {
  const packages = composePackages(first, second);
  const { from_sha, tree_from, thresholds } = first.provenance;
  return {
    manifest_version: 1,
    package: first.package,
    ...(packages.length > 0 && { packages }),
    language: first.language,
    from: first.from,
    to: second.to,
    semver: {
      declared: larger(first.semver.declared, second.semver.declared),
      required: larger(first.semver.required, second.semver.required),
    },
    provenance: {
      ...second.provenance,
      from_sha,
      tree_from,
      thresholds: {
        auto: Math.max(thresholds.auto, second.provenance.thresholds.auto),
        warn: Math.max(thresholds.warn, second.provenance.thresholds.warn),
      },
    },
    steps: [...stepsOf(first), ...stepsOf(second)],
  };
}

function stepsOf({ steps, from, to, provenance }: Manifest): NonNullable<Manifest["steps"]> {
  return steps ?? [{ from, to, provenance }];
}

/** Packages that both steps release go the whole way, others as far as the one does. */
function composePackages({ packages: before = [] }: Manifest, { packages: after = [] }: Manifest) {
  const both = before.map((each) => ({ ...each, to: after.find(({ name }) => name === each.name)?.to ?? each.to }));
  return [...both, ...after.filter(({ name }) => before.every((each) => each.name !== name))];
}

function larger(a: Bump, b: Bump): Bump {
  return BUMPS.indexOf(a) < BUMPS.indexOf(b) ? b : a;
}
