import { BlobStore } from "../analysis/load.js";
import { openCore } from "../analysis/open-core.js";
import type { CoreSources } from "../domain/core-sources.js";
import { type CoreAccess, type CoreOrigin, dependencyResolver, openVersion } from "./core.js";

/** A version's sources in the form in which they stand in for the package while a dependent is type-checked. */
export async function loadCoreSources(
  origin: CoreOrigin,
  ref: string,
  version: string,
  access: CoreAccess = {},
): Promise<CoreSources> {
  const resolveDependency = dependencyResolver(origin, access);
  const opened = await openCore(await openVersion(origin, ref, access), {
    blobs: new BlobStore(),
    facts: new Map(),
    ...(access.package === undefined ? {} : { package: access.package }),
    ...(resolveDependency === undefined ? {} : { resolveDependency }),
  });
  return opened.core.sources(version);
}
