/** What an entry is about: the manifest that leads dependents of a package from one version to another. */
export interface ManifestKey {
  readonly package: string;
  readonly from: string;
  readonly to: string;
}

/** Contents by path inside the entry, such as `change_manifest.yaml`. */
export type EntryFiles = ReadonlyMap<string, Uint8Array>;

export interface ResolvedEntry {
  readonly key: ManifestKey;
  readonly uri: string;
  /** BLAKE3 over the entry's paths and contents. */
  readonly digest: string;
  readonly files: EntryFiles;
}

export interface Publication {
  readonly uri: string;
  readonly digest: string;
  /** False where the same bytes were there already. */
  readonly created: boolean;
}

/** Where manifests are published and found. Entries never change; a backend is a folder, a release's assets or a server. */
export interface ManifestRegistry {
  /** Publishing the same bytes again does nothing; other bytes under the same key are an error. */
  publish(key: ManifestKey, files: EntryFiles): Promise<Publication>;
  resolve(uri: string): Promise<ResolvedEntry>;
  /** What a URI names, published or not, with the package where the short form leaves it out. */
  locate(uri: string): Promise<ManifestKey>;
  /** Sorted by package, from, to. */
  list(): Promise<ManifestKey[]>;
}
