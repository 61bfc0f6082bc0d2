import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FileChanges } from "../../support/git.js";
import type { GitHubStandIn } from "../../support/github/start.js";

const PACKAGES = fileURLToPath(new URL("../../../fixtures/packages", import.meta.url));

export const CORE = "acme/parcel";
export const DEPENDENTS = ["billing-api", "customs-forms", "label-printer", "status-page", "storefront"] as const;
export type DependentName = (typeof DEPENDENTS)[number];

const CORE_CONFIG = `core:
  packages:
    - { name: "@acme/parcel", path: ".", tag: "v{version}" }
`;

/** The example core with its two releases, and dependents of it, in an organisation that has installed the App. */
export async function seedAcme(github: GitHubStandIn, dependents: readonly DependentName[]): Promise<void> {
  github.addOrg("acme");
  github.addUser("ada");
  github.addUser("mallory");
  const before = await readTree(join(PACKAGES, "parcel/v0.9.0"));
  const after = await readTree(join(PACKAGES, "parcel/v1.0.0"));
  const gone = Object.keys(before).filter((path) => !(path in after));
  await github.createRepository({
    owner: "acme",
    name: "parcel",
    commits: [
      { files: { ...before, ".github/onx-migrate.yml": CORE_CONFIG }, message: "Release 0.9.0", tag: "v0.9.0" },
      {
        files: { ...after, ...Object.fromEntries(gone.map((path) => [path, null])) },
        message: "Release 1.0.0",
        tag: "v1.0.0",
      },
    ],
  });
  for (const name of dependents) {
    const files = await readTree(join(PACKAGES, "dependents", name));
    await github.createRepository({ owner: "acme", name, commits: [{ files, message: "Everything so far" }] });
    github.setPermission(`acme/${name}`, "ada", "write");
    github.setPermission(`acme/${name}`, "mallory", "read");
  }
  github.installApp("acme");
}

export function packageFile(...path: readonly string[]): Promise<string> {
  return readFile(join(PACKAGES, ...path), "utf8");
}

async function readTree(folder: string): Promise<FileChanges> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files.toSorted().map(async (file) => [file.slice(folder.length + 1), await readFile(file, "utf8")] as const),
  );
  return Object.fromEntries(texts);
}
