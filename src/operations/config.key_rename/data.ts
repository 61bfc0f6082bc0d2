import { posix } from "node:path";
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { isMap, isPair, isScalar, parseAllDocuments, type Pair } from "yaml";
import type { TextEdit } from "../../domain/edit.js";
import type { Outcome } from "../codemod.js";

/** Renames a key of a YAML or JSON file in place; everything else in it keeps its bytes. */
export function rewriteDataKeys(path: string, text: string, from: readonly string[], to: readonly string[]): Outcome {
  const name = to.at(-1) ?? "";
  const stays = from.length === to.length && from.slice(0, -1).every((part, index) => part === to[index]);
  const keys = findKeys(path, text, from);
  if (keys === undefined) {
    if (!text.includes(from.at(-1) ?? "")) return { do: "nothing" };
    return { do: "flag", reason: `rename the key ${from.join(".")} to ${to.join(".")} by hand`, comment: false };
  }
  if (keys.length === 0) return { do: "nothing" };
  if ((findKeys(path, text, to)?.length ?? 0) > 0) {
    return { do: "flag", reason: `${from.join(".")} and ${to.join(".")} are both there`, comment: false };
  }
  if (!stays) return { do: "flag", reason: `move the key ${from.join(".")} to ${to.join(".")}`, comment: false };
  return { do: "edit", edits: keys.map((key) => rename(text, key, name)) };
}

interface Key {
  readonly start: number;
  readonly end: number;
}

/** Positions of a nested key, quotes included; undefined where the format is not edited or the file not understood. */
function findKeys(path: string, text: string, names: readonly string[]): Key[] | undefined {
  const extension = posix.extname(path);
  if (extension === ".json" || extension === ".jsonc") return jsonKeys(text, names);
  if (extension === ".yaml" || extension === ".yml") return yamlKeys(text, names);
  return undefined;
}

function jsonKeys(text: string, names: readonly string[]): Key[] | undefined {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  if (tree === undefined) return undefined;
  const key = findNodeAtLocation(tree, [...names])?.parent?.children?.[0];
  return key === undefined ? [] : [{ start: key.offset, end: key.offset + key.length }];
}

function yamlKeys(text: string, names: readonly string[]): Key[] | undefined {
  const parsed = parseAllDocuments(text, { keepSourceTokens: true });
  if (!Array.isArray(parsed)) return [];
  if (parsed.some((document) => document.errors.length > 0)) return undefined;
  return parsed.flatMap((document) => {
    let node: unknown = document.contents;
    let pair: Pair | undefined;
    for (const name of names) {
      if (!isMap(node)) return [];
      pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === name);
      node = pair?.value;
    }
    const range = isScalar(pair?.key) ? pair.key.range : undefined;
    return range === undefined || range === null ? [] : [{ start: range[0], end: range[1] }];
  });
}

function rename(text: string, { start, end }: Key, name: string): TextEdit {
  const quote = text[start];
  if (quote === '"' || quote === "'") return { start: start + 1, end: end - 1, text: name };
  return { start, end, text: /^[\w-]+$/.test(name) ? name : JSON.stringify(name) };
}
