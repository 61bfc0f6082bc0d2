import type { CoreSources } from "../domain/core-sources.js";
import type { Manifest } from "../domain/manifest.js";
import { bandOf } from "../domain/operation.js";
import { exportLookup } from "../languages/typescript/uses/exports.js";
import type { AppliedManifest } from "../migration/checkpoint-record.js";
import type { Invert } from "../migration/decide-rollback.js";
import { bindCodemod } from "../migration/edit/codemods.js";
import { isMarkdown } from "../migration/edit/code-blocks.js";
import { mentionTest } from "../migration/edit/mentions.js";
import { migrateSources } from "../migration/edit/migrate-sources.js";
import { fingerprintOf } from "../migration/plan.js";
import type { FlaggedLine, InvertedText } from "../migration/take-back.js";
import { existedBefore } from "../operations/compose/existed.js";
import type { Name } from "../operations/compose/name.js";
import type { Party } from "../operations/compose/party.js";
import { invertManifest } from "../operations/invert/invert.js";
import { parseManifest } from "../operations/manifest.js";
import { findCoreTypes, type CoreRequest } from "./core-types.js";
import type { CoreTypes } from "./migration-draft.js";

export interface TakeBackOptions extends Omit<CoreRequest, "manifest"> {
  /** Absolute path of the dependent. */
  readonly target: string;
  readonly applied: AppliedManifest;
  /** Fingerprints of the operations that were applied. */
  readonly fingerprints: readonly string[];
  /** The checkpoint's folder. */
  readonly place: string;
  readonly onProgress: (text: string) => void;
}

const SOURCE = /\.[cm]?[jt]sx?$/;

/** Takes a migration back in texts by its inverse operations, with the types of the version that it led to. */
export class TextsTakenBack {
  readonly manifest: Manifest;
  #types: Promise<CoreTypes> | undefined;

  constructor(private readonly options: TakeBackOptions) {
    this.manifest = parseManifest(options.applied.manifest, options.place);
  }

  readonly invert: Invert = async (texts) => {
    const { manifest } = this;
    const turned = invertManifest(manifest).manifest;
    const { operations } = turned;
    const codemods = operations.map(bindCodemod);
    const mentions = mentionTest(codemods.flatMap(({ targets }) => targets));
    const hasData = codemods.some(({ dataGlobs }) => dataGlobs.length > 0);
    const concerned = [...texts].some(([path, bytes]) =>
      isCode(path) ? mentions(Buffer.from(bytes).toString("utf8")) : hasData,
    );
    if (!concerned) return new Map([...texts].filter(([path]) => isCode(path)).map(untouched));
    return this.#carryOut(texts, await this.types());
  };

  /** The core's sources, those of the version to go back to as `to`. */
  types(): Promise<CoreTypes> {
    this.options.onProgress("reading the core's types");
    this.#types ??= findCoreTypes({ ...this.options, manifest: invertManifest(this.manifest).manifest });
    return this.#types;
  }

  /** Undefined where they were not needed. */
  typesRead(): Promise<CoreTypes> | undefined {
    return this.#types;
  }

  #carryOut(texts: ReadonlyMap<string, Uint8Array>, { from, to }: CoreTypes): Map<string, InvertedText> {
    const { target, fingerprints } = this.options;
    const { thresholds } = this.manifest.provenance;
    const { operations } = invertManifest(this.manifest, existedIn(target, to)).manifest;
    const applied = this.manifest.operations.filter((each) => fingerprints.includes(fingerprintOf(each)));
    const leftOut = this.manifest.operations.filter(
      (each) => !applied.includes(each) && bandOf(each.confidence, thresholds) !== "review",
    );
    const sure = new Set(operations.filter(({ confidence }) => confidence > 0).map(({ id }) => id));
    this.options.onProgress("taking the operations back");
    const { changes, results, unparsable } = migrateSources({
      root: target,
      files: [...texts.keys()],
      readFile: (path) => texts.get(path) ?? new Uint8Array(),
      package: this.manifest.package,
      operations,
      core: { from, to },
      thresholds,
      approved: applied.map(({ id }) => id).filter((id) => sure.has(id)),
      skipped: leftOut.map(({ id }) => id),
    });
    const flagged = new Map<string, FlaggedLine[]>();
    for (const { path, line, operation, reason, action } of results.flatMap(({ sites }) => sites)) {
      if (action === "flagged") flagged.set(path, [...(flagged.get(path) ?? []), { line, operation, reason }]);
    }
    const after = new Map(changes.map((change) => [change.path, change.after]));
    const unread = new Set(unparsable.map(({ path }) => path));
    return new Map(
      [...texts]
        .filter(([path]) => !unread.has(path) && (isCode(path) || after.has(path) || flagged.has(path)))
        .map(([path, bytes]) => [path, { bytes: after.get(path) ?? bytes, flagged: flagged.get(path) ?? [] }]),
    );
  }
}

function isCode(path: string): boolean {
  return SOURCE.test(path) || isMarkdown(path);
}

function untouched([path, bytes]: readonly [string, Uint8Array]): [string, InvertedText] {
  return [path, { bytes, flagged: [] }];
}

/** Exports are looked up in the old version; of members, the manifest's evidence tells. */
function existedIn(root: string, core: CoreSources | undefined): (name: Name, by: readonly Party[]) => boolean {
  const likely = existedBefore(undefined);
  if (core === undefined) return likely;
  const lookup = exportLookup(root, core);
  return (name, by) => {
    const [first, ...inside] = name.path;
    if (name.space !== "name" || inside.length > 0) return likely(name, by);
    if (first !== undefined) return lookup(name.module, first) !== undefined;
    return core.packages.some(({ modules }) => modules.has(name.module));
  };
}
