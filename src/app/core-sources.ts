import { BlobStore } from "../analysis/load.js";
import { openCore } from "../analysis/open-core.js";
import type { CoreSources } from "../domain/core-sources.js";
import type { DeclaredDocument } from "../migration/documents/declared-documents.js";
import { type CoreAccess, type CoreOrigin, dependencyResolver, openVersion } from "./core.js";
import { declaredDocumentsOf } from "./declared-documents.js";

/** A version's sources, and the documents of dependents whose schemas it knows. */
export interface LoadedCore extends CoreSources {
  readonly documents?: readonly DeclaredDocument[];
}

/** A version's sources in the form in which they stand in for the package while a dependent is type-checked. */
export async function loadCoreSources(
  origin: CoreOrigin,
  ref: string,
  version: string,
  access: CoreAccess = {},
): Promise<LoadedCore> {
  const resolveDependency = dependencyResolver(origin, access);
  const tree = await openVersion(origin, ref, access);
  const opened = await openCore(tree, {
    blobs: new BlobStore(),
    facts: new Map(),
    ...(access.package === undefined ? {} : { package: access.package }),
    ...(resolveDependency === undefined ? {} : { resolveDependency }),
  });
  return { ...opened.core.sources(version), documents: await declaredDocumentsOf(tree) };
}
