import type { SourceTree } from "../domain/source-tree.js";
import { messageOf } from "../domain/errors.js";
import {
  type DeclaredDocument,
  isSchemaFile,
  migrateDeclared,
  readDeclaredDocuments,
} from "../migration/documents/declared-documents.js";

/** The documents whose schema migrations a version of a core ships. No code of the core is run. */
export async function declaredDocumentsOf(tree: SourceTree): Promise<readonly DeclaredDocument[]> {
  const entries = tree.entries.filter(({ kind, path }) => kind === "file" && isSchemaFile(path));
  if (entries.length === 0) return [];
  const contents = await tree.read(entries.map(({ oid }) => oid));
  const texts = entries.map(({ path, oid }) => [path, Buffer.from(contents.get(oid) ?? []).toString("utf8")] as const);
  return readDeclaredDocuments(new Map(texts));
}

export interface MigratedDocuments {
  /** New texts by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

/** Brings a dependent's documents to the versions that the core asks for. One that cannot be brought there is noted and left alone. */
export async function migrateDocuments(
  declared: readonly DeclaredDocument[],
  paths: readonly string[],
  read: (path: string) => Promise<string | undefined>,
): Promise<MigratedDocuments> {
  const texts = new Map<string, string>();
  const notes: string[] = [];
  for (const document of declared) {
    for (const path of paths.filter((each) => document.matches(each))) {
      try {
        const text = texts.get(path) ?? (await read(path));
        const migrated = text === undefined ? undefined : migrateDeclared(document, text, path);
        if (migrated !== undefined) texts.set(path, migrated);
      } catch (error) {
        notes.push(`${document.name} could not be migrated to ${document.target}: ${messageOf(error)}`);
      }
    }
  }
  return { texts, notes };
}
