import { ts } from "ts-morph";

/** Shingles of this many syntax-node kinds in a row. */
const SHINGLE = 3;
/** Size of the bottom-k sketch (Broder 1997): the k smallest shingle hashes estimate the Jaccard similarity of two trees. */
const SKETCH = 64;

const enc = new TextEncoder();

/** Where the part of a node begins and ends in each list of an outline. */
interface Span {
  readonly kinds: readonly [number, number];
  readonly calls: readonly [number, number];
  readonly bindings: readonly [number, number];
}

/**
 * The syntax of a file as flat lists in source order. Each node is visited once, however many of the `wanted` nodes it lies in: a
 * class and its members are described from parts of the same lists.
 */
export class Outline {
  readonly #kinds: number[] = [];
  readonly #calls: string[] = [];
  readonly #bindings: string[] = [];
  readonly #shingles: readonly number[];
  readonly #spans = new Map<ts.Node, Span>();

  constructor(file: ts.SourceFile, wanted: ReadonlySet<ts.Node>) {
    const visit = (node: ts.Node): void => {
      const [kinds, calls, bindings] = [this.#kinds.length, this.#calls.length, this.#bindings.length];
      this.#note(node);
      ts.forEachChild(node, visit);
      if (!wanted.has(node)) return;
      this.#spans.set(node, {
        kinds: [kinds, this.#kinds.length],
        calls: [calls, this.#calls.length],
        bindings: [bindings, this.#bindings.length],
      });
    };
    visit(file);
    this.#shingles = shingleHashes(this.#kinds);
  }

  /** Names that a node declares for itself: parameters, variables, inner functions and classes, catch variables. */
  localNames(node: ts.Node): Set<string> {
    const [start, end] = this.#span(node).bindings;
    return new Set(this.#bindings.slice(start + (isNamedStatement(node) ? 1 : 0), end));
  }

  /** Names called or constructed inside some nodes, the last part of dotted ones, sorted. */
  callNames(nodes: readonly ts.Node[]): string[] {
    if (nodes.length === 0) return [];
    return [...new Set(nodes.flatMap((node) => this.#calls.slice(...this.#span(node).calls)))].sort();
  }

  /** Bottom-k sketch of the node-kind shingles of some nodes, ascending. Empty where there are fewer nodes than one shingle. */
  shapeSketch(nodes: readonly ts.Node[]): number[] {
    return [...new Set(this.#shinglesOf(nodes))].sort((a, b) => a - b).slice(0, SKETCH);
  }

  #shinglesOf(nodes: readonly ts.Node[]): readonly number[] {
    const [first, ...others] = nodes.map((node) => this.#span(node).kinds);
    if (first === undefined) return [];
    if (others.length === 0) return this.#shingles.slice(first[0], Math.max(first[0], first[1] - SHINGLE + 1));
    return shingleHashes([first, ...others].flatMap((span) => this.#kinds.slice(...span)));
  }

  #note(node: ts.Node): void {
    this.#kinds.push(node.kind);
    if (ts.isStringLiteral(node) || ts.isNumericLiteral(node)) this.#kinds.push(1000 + (textHash(node.text) % 9000));
    const called = calledName(node);
    if (called !== undefined) this.#calls.push(called);
    const bound = boundName(node);
    if (bound !== undefined) this.#bindings.push(bound);
  }

  #span(node: ts.Node): Span {
    const span = this.#spans.get(node);
    if (span === undefined) throw new Error(`a ${ts.SyntaxKind[node.kind]} that was not asked for`);
    return span;
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

function shingleHashes(kinds: readonly number[]): number[] {
  const hashes: number[] = [];
  for (let i = 0; i + SHINGLE <= kinds.length; i++) {
    let hash = 0x811c9dc5;
    for (let j = i; j < i + SHINGLE; j++) hash = fnvStep(hash, kinds[j] ?? 0);
    hashes.push(hash >>> 0);
  }
  return hashes;
}

function fnvStep(hash: number, value: number): number {
  return Math.imul(Math.imul(hash ^ (value & 0xff), 0x01000193) ^ (value >>> 8), 0x01000193);
}

function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of enc.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
