import { parseDocument, rewriteDocument } from "./json-text.js";
import type { Document } from "./schema-migration.js";
import { parseYamlDocument, rewriteYamlDocument } from "./yaml-text.js";

/** How documents of one format are read, and written with every byte kept that has not to change. */
export interface DocumentFormat {
  parse(text: string, place: string): Document;
  rewrite(text: string, place: string, after: Document): string;
}

const JSON_FORMAT: DocumentFormat = { parse: parseDocument, rewrite: rewriteDocument };
const YAML_FORMAT: DocumentFormat = { parse: parseYamlDocument, rewrite: rewriteYamlDocument };

export function formatOf(path: string): DocumentFormat {
  return /\.ya?ml$/i.test(path) ? YAML_FORMAT : JSON_FORMAT;
}
