import { OnxError } from "../../domain/errors.js";
import type { ManifestKey } from "./manifest-registry.js";

export const REGISTRY_PREFIX = "registry://core_migrations/";

const PACKAGE = /^(@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*$/i;
/** No `_`, which stands between the two versions, and no `/`. */
const VERSION = /^[0-9a-z][0-9a-z.+~-]*$/i;

export function registryUri(key: ManifestKey): string {
  return `${REGISTRY_PREFIX}${key.package}/${key.from}_${key.to}`;
}

/** `package` is undefined in the short form, for registries that hold one package. */
export function parseRegistryUri(uri: string): Omit<ManifestKey, "package"> & { package: string | undefined } {
  if (!uri.startsWith(REGISTRY_PREFIX)) throw invalidUri(uri);
  const path = uri.slice(REGISTRY_PREFIX.length);
  const slash = path.lastIndexOf("/");
  const [from = "", to = "", ...more] = path.slice(slash + 1).split("_");
  const name = slash === -1 ? undefined : path.slice(0, slash);
  const valid =
    VERSION.test(from) && VERSION.test(to) && more.length === 0 && (name === undefined || PACKAGE.test(name));
  if (!valid) throw invalidUri(uri);
  return { package: name, from, to };
}

export function checkKey(key: ManifestKey): void {
  if (!PACKAGE.test(key.package)) throw invalidKey("package name", key.package);
  for (const version of [key.from, key.to]) if (!VERSION.test(version)) throw invalidKey("version", version);
}

function invalidUri(uri: string): OnxError {
  return new OnxError("registry-uri-invalid", `${JSON.stringify(uri)} names no manifest`, {
    remedy: `write ${REGISTRY_PREFIX}PACKAGE/FROM_TO`,
  });
}

function invalidKey(what: string, text: string): OnxError {
  return new OnxError("registry-key-invalid", `${JSON.stringify(text)} is no ${what} to publish under`, {
    remedy: "use letters, digits, dots and hyphens",
  });
}
