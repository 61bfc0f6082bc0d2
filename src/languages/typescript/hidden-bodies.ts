import { ts } from "ts-morph";
import type { BodySpan } from "../file-facts.js";

// Bound once: `ts` finds each of its names by way of two getters.
const { isClassLike, isConstructorDeclaration, isFunctionLike, isPropertyDeclaration, isSetAccessor } = ts;

/** The body of a function whose types are written: other modules see nothing of it, unless it is that of a `tellingConstructor`. */
export function hiddenBody(node: ts.Node): ts.Node | undefined {
  const isTyped = isFunctionLike(node) && node.type !== undefined;
  if (!isTyped && !isConstructorDeclaration(node) && !isSetAccessor(node)) return undefined;
  return "body" in node ? node.body : undefined;
}

/** A constructor that tells the types of its class's properties: that of `a;` by `this.a = 1`. Other modules see that of its body. */
export function tellingConstructor(node: ts.Node): ts.Node | undefined {
  if (!isClassLike(node) || !node.members.some(isUntyped)) return undefined;
  return node.members.find((member) => isConstructorDeclaration(member) && member.body !== undefined);
}

function isUntyped(member: ts.ClassElement): boolean {
  return isPropertyDeclaration(member) && member.type === undefined && member.initializer === undefined;
}

/** A source with empty blocks for bodies, which come in source order. Every line stays where it is. */
export function withoutBodies(text: string, bodies: readonly BodySpan[]): string {
  let kept = "";
  let position = 0;
  for (const [start, end] of bodies) {
    if (start < position) continue;
    kept += `${text.slice(position, start)}{${text.slice(start, end).replace(/[^\n\r\u2028\u2029]+/g, "")}}`;
    position = end;
  }
  return kept + text.slice(position);
}
