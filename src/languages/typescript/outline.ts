import { ts } from "ts-morph";
import { NO_SHAPE, type Shape } from "../../domain/symbol.js";
import { KindShape, literalKind } from "./kind-shape.js";
import { SyntaxTokens } from "./syntax-tokens.js";

// Bound once: `ts` finds each of its names by way of two getters.
const {
  forEachChild,
  isBindingElement,
  isCallExpression,
  isClassDeclaration,
  isClassLike,
  isFunctionDeclaration,
  isFunctionExpression,
  isIdentifier,
  isJsxOpeningElement,
  isJsxSelfClosingElement,
  isNewExpression,
  isNumericLiteral,
  isParameter,
  isPropertyAccessExpression,
  isStringLiteral,
  isTypeParameterDeclaration,
  isVariableDeclaration,
  SyntaxKind,
} = ts;

/** Kinds of nodes that call or bind a name, or hold a literal. */
const NOTED = new Set([
  SyntaxKind.StringLiteral,
  SyntaxKind.NumericLiteral,
  SyntaxKind.CallExpression,
  SyntaxKind.NewExpression,
  SyntaxKind.JsxOpeningElement,
  SyntaxKind.JsxSelfClosingElement,
  SyntaxKind.VariableDeclaration,
  SyntaxKind.Parameter,
  SyntaxKind.BindingElement,
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ClassDeclaration,
  SyntaxKind.ClassExpression,
  SyntaxKind.TypeParameter,
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
 * class and its members are described from parts of the same lists. Those that are bodies (`true`) have tokens, too.
 */
export class Outline {
  readonly #kinds: number[] = [];
  readonly #calls: string[] = [];
  readonly #bindings: string[] = [];
  readonly #tokens = new SyntaxTokens();
  readonly #kindsRead: Uint16Array;
  readonly #parts = new Map<ts.Node, { readonly start: Position; readonly end: Position }>();

  constructor(file: ts.SourceFile, wanted: ReadonlyMap<ts.Node, boolean>) {
    // What a node is to its children stands here: a function of its own for each would take most of the memory of a walk.
    let inBody = false;
    let parent: ts.Node | undefined;
    let said: ts.Node | undefined;
    const visit = (node: ts.Node): void => {
      const isBody = wanted.get(node);
      const start = isBody === undefined ? undefined : this.#position();
      const isSpelled = (inBody || isBody === true) && node !== said;
      this.#note(node);
      const key = isSpelled ? this.#tokens.open(node, parent) : undefined;
      const outerBody = inBody;
      const outerParent = parent;
      const outerSaid = said;
      inBody = isSpelled;
      parent = node;
      said = key;
      forEachChild(node, visit);
      inBody = outerBody;
      parent = outerParent;
      said = outerSaid;
      if (isSpelled) this.#tokens.close(node);
      if (start !== undefined) this.#parts.set(node, { start, end: this.#position() });
    };
    visit(file);
    this.#kindsRead = new Uint16Array(this.#kinds);
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

  /** The shape of some nodes together. */
  shapeOf(nodes: readonly ts.Node[]): Shape {
    const [first, ...others] = nodes;
    if (first === undefined) return NO_SHAPE;
    if (others.length > 0)
      return new KindShape(new Uint16Array(nodes.flatMap((node) => this.#slice(this.#kinds, node, "kinds"))));
    const { start, end } = this.#part(first);
    return new KindShape(this.#kindsRead, start.kinds, end.kinds);
  }

  #note(node: ts.Node): void {
    this.#kinds.push(node.kind);
    if (!NOTED.has(node.kind)) return;
    if (isStringLiteral(node) || isNumericLiteral(node)) this.#kinds.push(literalKind(node.text));
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
    if (part === undefined) throw new Error(`a ${SyntaxKind[node.kind]} that was not asked for`);
    return part;
  }
}

function calledName(node: ts.Node): string | undefined {
  if (isCallExpression(node) || isNewExpression(node)) {
    const callee = node.expression;
    if (isIdentifier(callee)) return callee.text;
    return isPropertyAccessExpression(callee) ? callee.name.text : undefined;
  }
  if (!isJsxOpeningElement(node) && !isJsxSelfClosingElement(node)) return undefined;
  return isIdentifier(node.tagName) ? node.tagName.text : undefined;
}

function boundName(node: ts.Node): string | undefined {
  return isBinding(node) && node.name !== undefined && isIdentifier(node.name) ? node.name.text : undefined;
}

function isBinding(node: ts.Node): node is ts.Node & { readonly name?: ts.BindingName } {
  return (
    isVariableDeclaration(node) ||
    isParameter(node) ||
    isBindingElement(node) ||
    isFunctionDeclaration(node) ||
    isFunctionExpression(node) ||
    isClassLike(node) ||
    isTypeParameterDeclaration(node)
  );
}

/** Its name belongs to what is around it. */
function isNamedStatement(node: ts.Node): boolean {
  return (isFunctionDeclaration(node) || isClassDeclaration(node)) && boundName(node) !== undefined;
}
