import { posix } from "node:path";
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { isMap, isPair, isScalar, parseAllDocuments, type Pair } from "yaml";
import type { TextEdit, TextSpan } from "../../domain/edit.js";
import type { Outcome } from "../codemod.js";
import { tomlKeys } from "./toml.js";

/** Renames a key of a YAML, JSON or TOML file in place; everything else in it keeps its bytes. */
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

/** Positions of a nested key, quotes included; undefined where the format is not edited or the file not understood. */
function findKeys(path: string, text: string, names: readonly string[]): TextSpan[] | undefined {
  const extension = posix.extname(path);
  if (extension === ".json" || extension === ".jsonc") return jsonKeys(text, names);
  if (extension === ".yaml" || extension === ".yml") return yamlKeys(text, names);
  if (extension === ".toml") {
    const keys = tomlKeys(text, names);
    return keys.length === 0 && hasInlineTable(text, names) ? undefined : keys;
  }
  return undefined;
}

function hasInlineTable(text: string, names: readonly string[]): boolean {
  return text.split("\n").some((line) => line.includes("{") && line.includes(names.at(-1) ?? ""));
}

function jsonKeys(text: string, names: readonly string[]): TextSpan[] | undefined {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  if (tree === undefined) return undefined;
  const key = findNodeAtLocation(tree, [...names])?.parent?.children?.[0];
  return key === undefined ? [] : [{ start: key.offset, end: key.offset + key.length }];
}

function yamlKeys(text: string, names: readonly string[]): TextSpan[] | undefined {
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

function rename(text: string, { start, end }: TextSpan, name: string): TextEdit {
  const quote = text[start];
  if (quote === '"' || quote === "'") return { start: start + 1, end: end - 1, text: name };
  return { start, end, text: /^[\w-]+$/.test(name) ? name : JSON.stringify(name) };
}
