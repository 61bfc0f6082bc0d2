import { basename, join, resolve } from "node:path";
import type { TypeErrorCounts } from "../domain/edit.js";
import { writeAtomically } from "../migration/files.js";
import { findCoreTypes } from "./core-types.js";
import { findDependentFolders } from "./dependent-folders.js";
import type { CoreFlags } from "./generate-command.js";
import { loadManifest, type ManifestSource } from "./manifests.js";
import {
  type DependentRequest,
  type DependentVerification,
  type VerifiedDependent,
  verifyDependent,
} from "./verify-dependent.js";

export interface VerifyRequest
  extends ManifestSource, CoreFlags, Pick<DependentRequest, "runChecks" | "unsandboxed" | "onProgress"> {
  /** A folder of dependents, or one dependent's. */
  readonly corpus: string;
  /** Folder in which each dependent's changes are left as `NAME.patch`. */
  readonly patches?: string;
}

export interface Verification {
  readonly package: string;
  readonly from: string;
  readonly to: string;
  readonly dependents: readonly DependentVerification[];
  /** Of all dependents whose types could be had. */
  readonly type_errors: TypeErrorCounts;
  /** Share that passed, from 0 to 1, of the dependents that the migration concerns; null where it concerns none. */
  readonly success_rate: number | null;
}

/** `onx-manifest verify`: tries a manifest on every dependent of a corpus, which stays as it is. */
export async function verifyCorpus(request: VerifyRequest): Promise<Verification> {
  const { manifest } = await loadManifest(request);
  const folders = await findDependentFolders([request.corpus]);
  request.onProgress("reading the core's types");
  const core = await findCoreTypes({ ...request, manifest, target: request.corpus });
  const verified: VerifiedDependent[] = [];
  for (const [i, folder] of folders.entries()) {
    const place = `${i + 1}/${folders.length} ${basename(folder)}`;
    const onProgress = (text: string): void => request.onProgress(`${place}: ${text}`);
    verified.push(await verifyDependent(folder, { ...request, manifest, core, onProgress }));
  }
  if (request.patches !== undefined) await writePatches(resolve(request.patches), verified);
  const dependents = verified.map(({ verification }) => verification);
  const { package: name, from, to } = manifest;
  const rates = { type_errors: totalErrors(dependents), success_rate: successRate(dependents) };
  return { package: name, from, to, dependents, ...rates };
}

async function writePatches(folder: string, verified: readonly VerifiedDependent[]): Promise<void> {
  for (const { verification, patch } of verified) {
    if (patch.length > 0) await writeAtomically(join(folder, `${verification.name}.patch`), patch);
  }
}

function totalErrors(dependents: readonly DependentVerification[]): TypeErrorCounts {
  const total = { as_is: 0, bare: 0, migrated: 0 };
  for (const { type_errors: counts } of dependents) {
    if (counts === undefined) continue;
    total.as_is += counts.as_is;
    total.bare += counts.bare;
    total.migrated += counts.migrated;
  }
  return total;
}

function successRate(dependents: readonly DependentVerification[]): number | null {
  const concerned = dependents.filter(({ outcome }) => outcome !== "not-concerned");
  if (concerned.length === 0) return null;
  return concerned.filter(({ outcome }) => outcome === "passed").length / concerned.length;
}
