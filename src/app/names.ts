import { blake3Hex } from "../domain/hash.js";

/** Every name here follows from what it stands for, so that the same thing met twice is the same thing. */

export interface CoreRelease {
  readonly coreRepo: string;
  readonly package: string;
  readonly from: string;
  readonly to: string;
}

export function campaignId(release: CoreRelease): string {
  return `c-${digest([release.coreRepo, release.package, release.from, release.to])}`;
}

export function migrationId(campaign: string, repositoryId: number): string {
  return `m-${digest([campaign, String(repositoryId)])}`;
}

export function attemptId(migration: string, command: string): string {
  return `a-${digest([migration, command])}`;
}

/** What the names of all branches of the App begin with. */
export const BRANCH_PREFIX = "onx-migrate/";

export function headBranch(packageName: string, to: string): string {
  return `${BRANCH_PREFIX}${refSafe(packageName)}-${refSafe(to)}`;
}

export function revertBranch(packageName: string, to: string): string {
  return `${BRANCH_PREFIX}revert-${refSafe(packageName)}-${refSafe(to)}`;
}

export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function digest(parts: readonly string[]): string {
  return blake3Hex(parts.join("\0")).slice(0, 16);
}

/** Git refuses these characters and sequences in the name of a branch. */
function refSafe(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\.lock$|\.$/g, "-");
}
