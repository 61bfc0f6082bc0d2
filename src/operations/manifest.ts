import { stringify } from "yaml";
import { manifestSchema, type Manifest } from "../domain/manifest.js";
import { type Operation } from "../domain/operation.js";
import { KINDS, kindOf } from "./registry.js";
import { openYamlFile, type YamlFile } from "./yaml-file.js";

const MANIFEST_FILE = {
  name: "manifest",
  code: "invalid-manifest",
  remedy: "see the change manifest's format, or generate it again",
};

/**
 * Reads a change manifest. Throws `OnxError` (`invalid-manifest`) that names file and line for: broken YAML, an alias bomb, an unknown
 * version or kind, a field of the wrong shape, a duplicate id, an unknown or circular dependency, and a path with `..`.
 */
export function parseManifest(text: string, place: string): Manifest {
  const file = openYamlFile(text, place, MANIFEST_FILE);
  const version = file.data["manifest_version"];
  if (version !== 1) {
    throw file.refuse(
      `unknown manifest_version ${JSON.stringify(version)}`,
      ["manifest_version"],
      "this tool reads version 1; generate the manifest again or use a newer onx-migrate",
    );
  }
  const manifest = file.check(manifestSchema, file.data, []);
  const seen = new Map<string, number>();
  for (const [i, operation] of manifest.operations.entries()) {
    checkOperation(file, operation, ["operations", i]);
    if (seen.has(operation.id)) {
      throw file.refuse(
        `duplicate operation id ${operation.id}`,
        ["operations", i, "id"],
        "give every operation an id of its own",
      );
    }
    seen.set(operation.id, i);
  }
  checkDependencies(file, manifest.operations, seen);
  return manifest;
}

/** The manifest as YAML: keys in the contract's order, so that equal manifests are equal bytes. */
export function formatManifest(manifest: Manifest): string {
  const { operations, ...head } = manifest;
  const ordered = {
    ...pick(head, [
      "manifest_version",
      "package",
      "packages",
      "language",
      "from",
      "to",
      "summary",
      "semver",
      "provenance",
      "steps",
    ]),
    operations: operations.map((operation) =>
      pick(operation, ["id", "kind", "match", "confidence", "method", "evidence", "depends_on", "breaking", "note"]),
    ),
  };
  return stringify(ordered, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Refuses a kind that is not known, a `match` that is not of its shape, and paths that lead out of the package. */
export function checkOperation(
  file: YamlFile,
  operation: Pick<Operation, "kind" | "match"> & { readonly id?: string },
  path: readonly PropertyKey[],
): void {
  const kind = kindOf(operation.kind);
  if (kind === undefined) {
    throw file.refuse(
      `unknown operation kind "${operation.kind}"`,
      [...path, "kind"],
      `this tool knows ${KINDS.map((known) => known.kind).join(", ")}`,
    );
  }
  file.check(kind.schema, operation.match, [...path, "match"]);
  for (const [key, value] of Object.entries(operation.match)) {
    const texts = Array.isArray(value) ? value : [value];
    if (key !== "replacement" && texts.some((text) => typeof text === "string" && climbs(text))) {
      throw file.refuse(
        `${operation.id ?? "an operation"} has ".." in ${key}`,
        [...path, "match", key],
        "name things inside the package",
      );
    }
  }
}

function climbs(text: string): boolean {
  return text.split(/[/\\]/).includes("..") || text.includes("\0");
}

function checkDependencies(
  file: YamlFile,
  operations: readonly Operation[],
  positions: ReadonlyMap<string, number>,
): void {
  const done = new Set<string>();
  for (const operation of operations) visit(operation.id, []);

  function visit(id: string, trail: readonly string[]): void {
    if (done.has(id)) return;
    const position = positions.get(id) ?? 0;
    const path = ["operations", position, "depends_on"];
    if (trail.includes(id)) {
      const cycle = [...trail.slice(trail.indexOf(id)), id].join(" → ");
      throw file.refuse(`operations depend on one another in a circle: ${cycle}`, path, "remove one depends_on");
    }
    for (const needed of operations[position]?.depends_on ?? []) {
      if (!positions.has(needed)) {
        throw file.refuse(`${id} depends on ${needed}, which is not there`, path, "remove it from depends_on");
      }
      visit(needed, [...trail, id]);
    }
    done.add(id);
  }
}

function pick(value: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.flatMap((key) => (value[key] === undefined ? [] : [[key, value[key]]])));
}
