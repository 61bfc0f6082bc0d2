import { compareText } from "../../domain/hash.js";
import type { ManifestKey, ManifestRegistry } from "./manifest-registry.js";

/** The fewest published manifests that lead a package from one version to another; undefined where none do. */
export async function findPath(
  registry: ManifestRegistry,
  { package: name, from, to }: ManifestKey,
): Promise<ManifestKey[] | undefined> {
  const keys = (await registry.list()).filter((key) => key.package === name);
  return shortestPath(keys, from, to);
}

/** Breadth-first; of equally short paths, the one whose steps sort first. */
export function shortestPath(keys: readonly ManifestKey[], from: string, to: string): ManifestKey[] | undefined {
  const steps = [...keys].sort((a, b) => compareText(a.to, b.to));
  const arrivals = new Map<string, ManifestKey>();
  const queue = [from];
  for (const version of queue) {
    if (version === to) return stepsTo(to, from, arrivals);
    for (const step of steps) {
      if (step.from !== version || step.to === from || arrivals.has(step.to)) continue;
      arrivals.set(step.to, step);
      queue.push(step.to);
    }
  }
  return undefined;
}

function stepsTo(to: string, from: string, arrivals: ReadonlyMap<string, ManifestKey>): ManifestKey[] {
  const path: ManifestKey[] = [];
  for (let version = to; version !== from;) {
    const step = arrivals.get(version);
    if (step === undefined) break;
    path.unshift(step);
    version = step.from;
  }
  return path;
}

/** Every version from which published manifests lead to `to`. */
export function startsOf(keys: readonly ManifestKey[], to: string): string[] {
  const starts = new Set([to]);
  for (const version of starts) for (const key of keys) if (key.to === version) starts.add(key.from);
  starts.delete(to);
  return [...starts];
}
