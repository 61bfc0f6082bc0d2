import type { CoreSources } from "../../domain/core-sources.js";
import type { Manifest } from "../../domain/manifest.js";
import type { ParsedFiles } from "../../languages/typescript/mount/parsed-files.js";
import type { OwnModules } from "../../languages/typescript/mount/program.js";
import type { FoundUse, SearchedFile } from "../../languages/typescript/uses/search.js";
import { searchUses } from "../../languages/typescript/uses/search.js";
import type { Use } from "../../languages/typescript/uses/use.js";
import type { ActiveOperation } from "../../migration/edit/active.js";
import { type CodeBlock, codeBlocks, isMarkdown } from "../../migration/edit/code-blocks.js";

/** A place that names what an operation renames or removes. */
export interface ApiUse extends Pick<Use, "kind" | "certainty" | "reason"> {
  readonly operation: string;
  readonly path: string;
  readonly offset: number;
  /** Where an operation would begin: for a reference to what is imported, the import's name. */
  readonly start: number;
  /** What is named, as the operation writes it. */
  readonly name: string;
  /** Whether the name comes by way of another module than the operation's. */
  readonly isDetour: boolean;
}

export interface ApiSearch {
  /** Absolute path of the dependent's folder, with `/` between its parts. */
  readonly root: string;
  readonly manifest: Manifest;
  /** The core at the manifest's `from`; absent where it could not be had. */
  readonly core: CoreSources | undefined;
  readonly ownModules: OwnModules;
  /** By operation id. */
  readonly operations: ReadonlyMap<string, ActiveOperation>;
  readonly parsed: ParsedFiles | undefined;
  /** Files that say something to all others, relative to the root. */
  readonly forAll: readonly string[] | undefined;
}

export interface FoundApiUses {
  readonly uses: readonly ApiUse[];
  /** Sources that cannot be parsed, with the reason. */
  readonly unparsable: readonly { readonly path: string; readonly reason: string }[];
}

/** Finds the uses in sources and in the code blocks of documents, given by path. What else they need is read from disk. */
export function findApiUses(search: ApiSearch, texts: ReadonlyMap<string, string>): FoundApiUses {
  const { root, core, manifest, operations, ownModules, parsed, forAll } = search;
  const packages = [...new Set([manifest.package, ...(core?.packages.map(({ name }) => name) ?? [])])];
  const blocks = new Map<string, CodeBlock>();
  for (const [path, text] of texts) {
    if (isMarkdown(path)) for (const block of codeBlocks(path, text, packages)) blocks.set(block.path, block);
  }
  const files = [...[...texts.keys()].filter((path) => !isMarkdown(path)), ...blocks.keys()];
  const uses: ApiUse[] = [];
  const unparsable: { path: string; reason: string }[] = [];
  if (files.length === 0) return { uses, unparsable };
  const found = searchUses({
    root,
    files,
    textOf: (path) => blocks.get(path)?.text ?? texts.get(path),
    core,
    packages,
    targets: new Map([...operations].map(([id, { codemod }]) => [id, codemod.targets])),
    ownModules,
    parsed,
    forAll,
  });
  for (const file of found) {
    const block = blocks.get(file.path);
    if (file.unparsable !== undefined) {
      if (block === undefined) unparsable.push({ path: file.path, reason: file.unparsable });
      continue;
    }
    const path = block?.document ?? file.path;
    const above = block?.start ?? 0;
    for (const use of usesIn(file, block?.text ?? texts.get(path) ?? "", operations)) {
      uses.push({ ...use, path, offset: above + use.offset, start: above + use.start });
    }
  }
  return { uses, unparsable };
}

/** One for each place and operation; of several, one that is certain. */
function usesIn(file: SearchedFile, text: string, operations: ReadonlyMap<string, ActiveOperation>): ApiUse[] {
  const uses = new Map<string, ApiUse>();
  for (const { id, found } of file.found) {
    const operation = operations.get(id);
    if (operation === undefined || isIdle(operation, found.use, text)) continue;
    for (const offset of offsetsOf(file, found)) {
      const key = `${id} ${offset}`;
      if (uses.get(key)?.certainty === "certain") continue;
      const { kind, certainty, reason, span } = found.use;
      const use = { operation: id, path: file.path, offset, start: span.start, kind, certainty, reason };
      uses.set(key, { ...use, name: found.target.name, isDetour: found.elsewhere !== undefined });
    }
  }
  return [...uses.values()];
}

/** True where the operation asks for nothing: a member keeps its name, and its container has another. */
function isIdle({ codemod, leaving }: ActiveOperation, use: Use, text: string): boolean {
  const outcome = codemod.rewrite(use);
  if (outcome.do !== "edit") return outcome.do === "nothing";
  return leaving === undefined && outcome.edits.every((edit) => text.slice(edit.start, edit.end) === edit.text);
}

/** Where the name is written, and where that which an import binds is used. */
function offsetsOf(file: SearchedFile, found: FoundUse["found"]): number[] {
  const { kind, span } = found.use;
  return [span.start, ...(kind === "call" ? [] : file.referencesOf(found))];
}
