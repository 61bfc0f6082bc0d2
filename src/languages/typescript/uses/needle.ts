import { posix } from "node:path";
import type { Target } from "./use.js";

/** What a text that holds a use of a target has in it, unless it takes a default export by way of another module than its own. */
export function needleOf(target: Target): string {
  if (target.kind === "module") return target.specifier;
  if (target.kind === "file") return posix.basename(target.path).replace(/(\.d)?\.[^.]+$/, "");
  if (target.kind === "option") return target.key.slice(target.key.lastIndexOf(".") + 1);
  if (target.kind === "value") return unescapedPart(target.value);
  if (target.kind === "call") return calledName(target.callable);
  return target.name === "default" ? target.module : target.name;
}

/** A default export is called by any name, in a file that names its module. */
function calledName(callable: string): string {
  const dot = callable.lastIndexOf(".");
  const name = callable.slice(dot + 1);
  return name === "default" ? callable.slice(0, dot) : name;
}

/** The longest part of a string that its literals have as it is, however they are quoted and escaped. */
function unescapedPart(value: string): string {
  const parts = value.match(/[\w ./:-]+/g) ?? [];
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), "");
}
