import { ts } from "ts-morph";
import { SyntaxTokens } from "./syntax-tokens.js";

/** Shingles of this many syntax-node kinds in a row. */
const SHINGLE = 3;
/** Size of the bottom-k sketch (Broder 1997): the k smallest shingle hashes estimate the Jaccard similarity of two trees. */
const SKETCH = 64;
/** Of the 32-bit FNV-1a hash (Fowler, Noll and Vo). */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Kinds of nodes that call or bind a name, or hold a literal. */
const NOTED = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.JsxOpeningElement,
  ts.SyntaxKind.JsxSelfClosingElement,
  ts.SyntaxKind.VariableDeclaration,
  ts.SyntaxKind.Parameter,
  ts.SyntaxKind.BindingElement,
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.FunctionExpression,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.ClassExpression,
  ts.SyntaxKind.TypeParameter,
]);

/** Lengths of the lists of an outline. */
interface Position {
  readonly kinds: number;
  readonly calls: number;
  readonly bindings: number;
  readonly tokens: number;
}

/**
 * The syntax of a file as flat lists in source order. Each node is visited once, however many of the `wanted` nodes it lies in: a
 * class and its members are described from parts of the same lists. Those of the `bodies` have tokens, too.
 */
export class Outline {
  readonly #kinds: number[] = [];
  readonly #calls: string[] = [];
  readonly #bindings: string[] = [];
  readonly #tokens = new SyntaxTokens();
  readonly #shingles: Uint32Array;
  readonly #parts = new Map<ts.Node, { readonly start: Position; readonly end: Position }>();

  constructor(file: ts.SourceFile, wanted: ReadonlySet<ts.Node>, bodies: ReadonlySet<ts.Node>) {
    // What a node is to its children stands here: a function of its own for each would take most of the memory of a walk.
    let inBody = false;
    let parent: ts.Node | undefined;
    let said: ts.Node | undefined;
    const visit = (node: ts.Node): void => {
      const isBody = bodies.has(node);
      const start = isBody || wanted.has(node) ? this.#position() : undefined;
      const isSpelled = (inBody || isBody) && node !== said;
      this.#note(node);
      const key = isSpelled ? this.#tokens.open(node, parent) : undefined;
      const outerBody = inBody;
      const outerParent = parent;
      const outerSaid = said;
      inBody = isSpelled;
      parent = node;
      said = key;
      ts.forEachChild(node, visit);
      inBody = outerBody;
      parent = outerParent;
      said = outerSaid;
      if (isSpelled) this.#tokens.close(node);
      if (start !== undefined) this.#parts.set(node, { start, end: this.#position() });
    };
    visit(file);
    this.#shingles = shingleHashes(this.#kinds);
  }

  /**
   * The syntax of a body as text, the same for two that differ only in layout, in names that `owner` declares for itself (parameters,
   * variables, inner functions and classes, catch variables) and in the name of what they are the body of.
   */
  bodyText(body: ts.Node, owner: ts.Node, self: string): string {
    const { start, end } = this.#part(owner);
    const locals = new Set(this.#bindings.slice(start.bindings + (isNamedStatement(owner) ? 1 : 0), end.bindings));
    const part = this.#part(body);
    return this.#tokens.text(part.start.tokens, part.end.tokens, locals, self);
  }

  /** Names called or constructed inside some nodes, the last part of dotted ones, sorted. */
  callNames(nodes: readonly ts.Node[]): string[] {
    if (nodes.length === 0) return [];
    return [...new Set(nodes.flatMap((node) => this.#slice(this.#calls, node, "calls")))].sort();
  }

  /** Bottom-k sketch of the node-kind shingles of some nodes, ascending. Empty where there are fewer nodes than one shingle. */
  shapeSketch(nodes: readonly ts.Node[]): number[] {
    const sketch: number[] = [];
    for (const hash of this.#shinglesOf(nodes).sort()) {
      if (hash !== sketch.at(-1)) sketch.push(hash);
      if (sketch.length === SKETCH) break;
    }
    return sketch;
  }

  /** A copy. */
  #shinglesOf(nodes: readonly ts.Node[]): Uint32Array {
    const [first, ...others] = nodes;
    if (first === undefined) return new Uint32Array();
    if (others.length > 0) return shingleHashes(nodes.flatMap((node) => this.#slice(this.#kinds, node, "kinds")));
    const { start, end } = this.#part(first);
    return this.#shingles.slice(start.kinds, Math.max(start.kinds, end.kinds - SHINGLE + 1));
  }

  #note(node: ts.Node): void {
    this.#kinds.push(node.kind);
    if (!NOTED.has(node.kind)) return;
    if (ts.isStringLiteral(node) || ts.isNumericLiteral(node)) this.#kinds.push(1000 + (textHash(node.text) % 9000));
    const called = calledName(node);
    if (called !== undefined) this.#calls.push(called);
    const bound = boundName(node);
    if (bound !== undefined) this.#bindings.push(bound);
  }

  #position(): Position {
    return {
      kinds: this.#kinds.length,
      calls: this.#calls.length,
      bindings: this.#bindings.length,
      tokens: this.#tokens.length,
    };
  }

  #slice<T>(list: readonly T[], node: ts.Node, name: keyof Position): T[] {
    const { start, end } = this.#part(node);
    return list.slice(start[name], end[name]);
  }

  #part(node: ts.Node): { readonly start: Position; readonly end: Position } {
    const part = this.#parts.get(node);
    if (part === undefined) throw new Error(`a ${ts.SyntaxKind[node.kind]} that was not asked for`);
    return part;
  }
}

function calledName(node: ts.Node): string | undefined {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    const callee = node.expression;
    if (ts.isIdentifier(callee)) return callee.text;
    return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
  }
  if (!ts.isJsxOpeningElement(node) && !ts.isJsxSelfClosingElement(node)) return undefined;
  return ts.isIdentifier(node.tagName) ? node.tagName.text : undefined;
}

function boundName(node: ts.Node): string | undefined {
  return isBinding(node) && node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : undefined;
}

function isBinding(node: ts.Node): node is ts.Node & { readonly name?: ts.BindingName } {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isClassLike(node) ||
    ts.isTypeParameterDeclaration(node)
  );
}

/** Its name belongs to what is around it. */
function isNamedStatement(node: ts.Node): boolean {
  return (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && boundName(node) !== undefined;
}

function shingleHashes(kinds: readonly number[]): Uint32Array {
  const hashes = new Uint32Array(Math.max(0, kinds.length - SHINGLE + 1));
  for (let i = 0; i < hashes.length; i++) {
    let hash = FNV_OFFSET;
    for (let j = i; j < i + SHINGLE; j++) hash = fnvStep(hash, kinds[j] ?? 0);
    hashes[i] = hash;
  }
  return hashes;
}

function fnvStep(hash: number, value: number): number {
  return Math.imul(Math.imul(hash ^ (value & 0xff), FNV_PRIME) ^ (value >>> 8), FNV_PRIME);
}

function textHash(text: string): number {
  let hash = FNV_OFFSET;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  return hash >>> 0;
}
