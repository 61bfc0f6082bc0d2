import type { Site } from "../../domain/edit.js";
import { placeAt } from "../../domain/place.js";
import type { EditedFile } from "./edit-file.js";
import { applyEdits } from "./text.js";

/** A code block of a Markdown file, looked at as if it were a source file beside it. */
export interface CodeBlock {
  readonly document: string;
  readonly path: string;
  /** Offset of the text in the document. */
  readonly start: number;
  /** Lines of the document before the text. */
  readonly line: number;
  readonly text: string;
}

const MARKDOWN = /\.(?:md|mdx|markdown)$/;
/** What these tell of is how things were. */
const CHRONICLE = /(?:change|history|migrat|release|upgrad)[^/]*$/i;
const FENCED = /^[ \t]*(`{3,}|~{3,})[ \t]*([a-z]+)\b[^\n]*\n([^]*?)^[ \t]*\1[`~]*[ \t]*$/dgm;

const EXTENSIONS: Readonly<Record<string, string>> = {
  ts: "ts",
  typescript: "ts",
  tsx: "tsx",
  js: "js",
  javascript: "js",
  jsx: "jsx",
  mts: "mts",
  mjs: "mjs",
  cts: "cts",
  cjs: "cjs",
};

export function isMarkdown(path: string): boolean {
  return MARKDOWN.test(path) && !CHRONICLE.test(path);
}

/** The blocks of TypeScript and JavaScript that take something from one of the packages themselves. */
export function codeBlocks(document: string, text: string, packages: readonly string[]): CodeBlock[] {
  if (!packages.some((name) => text.includes(name))) return [];
  return [...text.matchAll(FENCED)].flatMap((match, i): CodeBlock[] => {
    const [, , language = "", code = ""] = match;
    const extension = EXTENSIONS[language];
    if (extension === undefined || !packages.some((name) => loads(code, name))) return [];
    const [start = 0] = match.indices?.[3] ?? [];
    const line = placeAt(text, start).line - 1;
    return [{ document, path: `${document}.block${i + 1}.${extension}`, start, line, text: code }];
  });
}

function loads(code: string, name: string): boolean {
  return ["from ", "import ", "require(", "import("].some((before) =>
    ['"', "'"].some((quote) => [quote, "/"].some((after) => code.includes(before + quote + name + after))),
  );
}

export interface EditedBlock {
  readonly block: CodeBlock;
  readonly edited: EditedFile;
}

/** The document with its blocks as they were edited. */
export function editedDocument(text: string, blocks: readonly EditedBlock[]): EditedFile {
  const edits = blocks.map(({ block: { start, text: code }, edited }) => ({
    start,
    end: start + code.length,
    text: edited.text,
  }));
  const sites = (of: "edited" | "flagged" | "conflicting" | "failed"): Site[] =>
    blocks.flatMap(({ block, edited }) =>
      edited[of].map((site) => ({ ...site, path: block.document, line: site.line + block.line })),
    );
  return {
    text: applyEdits(text, edits),
    edited: sites("edited"),
    flagged: sites("flagged"),
    conflicting: sites("conflicting"),
    failed: sites("failed"),
  };
}
