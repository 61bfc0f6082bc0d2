import { ts } from "ts-morph";
import { loadedModule } from "./clauses.js";
import { type FinderContext, type Found, spanOf } from "./found.js";
import { isScoped, scopedSymbol } from "./identifiers.js";
import { memberSite } from "./member-sites.js";
import type { ResolvedTarget } from "./resolve-targets.js";
import type { Verdict } from "./target-index.js";

/** Members of classes, interfaces, enums and options, at whichever kind of place they are named. */
export function memberUses(
  node: ts.Identifier | ts.StringLiteralLike,
  context: FinderContext,
  mentionsCore: boolean,
): Found[] | undefined {
  const { index } = context;
  const candidates = index.named(node.text).filter((each) => each.access === "member");
  if (candidates.length === 0) return undefined;
  const site = memberSite(index.checker, node);
  if (site === undefined) return enumInType(node, context);
  const type = site.type();
  const verdict = type === undefined ? undefined : index.ofMember(type, node.text);
  if (verdict === undefined) return undefined;
  if (verdict.certainty === "possible" && !isWorthAsking(site.receiver, verdict, mentionsCore, context))
    return undefined;
  const span = spanOf(node);
  const { form, notation } = site;
  return verdict.targets
    .filter((target) => target.access === "member")
    .map((target) => {
      const doubt = site.doubt ?? (form === "object-key" && isComputed(target) ? ANY_OBJECT : undefined);
      const certainty = doubt === undefined ? verdict.certainty : "possible";
      const reason = doubt ?? verdict.reason;
      return { use: { kind: "member", form, name: node.text, notation, span, certainty, reason }, target, node };
    });
}

const ANY_OBJECT = "any object may be declared to have these keys";

/** A key that a type computes from a list of names, such as `Record<Names, string>`: others may have the same type. */
function isComputed({ target, declarations }: ResolvedTarget): boolean {
  return target.kind === "name" && declarations.size === 0;
}

/** `Enum.Member` and `Class.Member` where a type is expected, `Class#member` in a doc comment. */
function enumInType(node: ts.Identifier | ts.StringLiteralLike, { index }: FinderContext): Found[] | undefined {
  const { parent } = node;
  if (!(ts.isQualifiedName(parent) || ts.isJSDocMemberName(parent)) || parent.right !== node) return undefined;
  const symbol = index.checker.getSymbolAtLocation(node);
  const targets = symbol === undefined ? [] : index.ofSymbol(symbol, node.text);
  const span = spanOf(node);
  return targets.map((target) => ({
    use: {
      kind: "member",
      form: "access",
      name: node.text,
      notation: "identifier",
      span,
      certainty: "certain",
      reason: "the checker says that the name is the core's",
    },
    target,
    node,
  }));
}

/** A name alone says little: ask only where the file uses the core and the receiver is not plainly another's. */
function isWorthAsking(
  receiver: ts.Node | undefined,
  verdict: Verdict,
  mentionsCore: boolean,
  context: FinderContext,
): boolean {
  if (verdict.isTyped) return true;
  if (!mentionsCore || receiver === undefined) return false;
  const root = rootOf(receiver);
  if (!ts.isIdentifier(root)) return root.kind === ts.SyntaxKind.ThisKeyword || ts.isParameter(root);
  if (!isScoped(root)) return false;
  const symbol = scopedSymbol(context.index.checker, root);
  const declaration = symbol?.declarations?.[0];
  if (declaration === undefined) return false;
  const specifier = importedFrom(declaration);
  return specifier === undefined || context.isCore(specifier);
}

function rootOf(node: ts.Node): ts.Node {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return rootOf(node.expression);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return rootOf(node.expression);
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAwaitExpression(node)) {
    return rootOf(node.expression);
  }
  return node;
}

function importedFrom(declaration: ts.Declaration): string | undefined {
  let node: ts.Node = declaration;
  while (!ts.isStatement(node) && !ts.isSourceFile(node)) {
    if (ts.isVariableDeclaration(node) && node.initializer !== undefined) return loadedModule(node.initializer)?.text;
    node = node.parent;
  }
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) return node.moduleSpecifier.text;
  return undefined;
}
