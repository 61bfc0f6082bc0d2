import { ts } from "ts-morph";
import type { Parameter, Signature } from "../../domain/symbol.js";
import { nodeText, typeText } from "./type-text.js";

// Bound once: `ts` finds each of its names by way of two getters.
const { canHaveModifiers, getModifiers, isIdentifier, SyntaxKind } = ts;

export function signatureOf(node: ts.SignatureDeclarationBase, file: ts.SourceFile): Signature {
  const typeParameters = node.typeParameters?.map((parameter) => nodeText(parameter, file));
  const returns = returnText(node, file);
  return {
    parameters: node.parameters
      .filter((parameter) => !isThis(parameter))
      .map((parameter) => parameterOf(parameter, file)),
    ...(returns === undefined ? {} : { returns }),
    ...(typeParameters === undefined ? {} : { typeParameters }),
  };
}

/** The signature without parameter names: what `sig` hashes. */
export function signatureText(signature: Signature): string {
  const parameters = signature.parameters.map(
    ({ rest, type, optional }) => `${rest ? "..." : ""}${type ?? "?"}${optional ? "=" : ""}`,
  );
  return `(${parameters.join(", ")}) => ${guardText(signature)}`;
}

/** What is returned; a type guard (`a is T`, `asserts a`) names its parameter by position. */
function guardText({ parameters, returns = "?" }: Signature): string {
  return returns.replace(/^(asserts )?([\w$]+)(?= is |$)/, (whole, asserts: string | undefined, name: string) => {
    const position = parameters.findIndex((parameter) => parameter.name === name);
    return position === -1 || (asserts === undefined && whole === returns) ? whole : `${asserts ?? ""}$${position}`;
  });
}

function parameterOf(node: ts.ParameterDeclaration, file: ts.SourceFile): Parameter {
  const type = node.type === undefined ? undefined : typeText(node.type, file);
  const initial = node.initializer === undefined ? undefined : nodeText(node.initializer, file);
  return {
    name: isIdentifier(node.name) ? node.name.text : nodeText(node.name, file),
    ...(type === undefined ? {} : { type }),
    optional: node.questionToken !== undefined || node.initializer !== undefined,
    rest: node.dotDotDotToken !== undefined,
    ...(initial === undefined ? {} : { default: initial }),
  };
}

function returnText(node: ts.SignatureDeclarationBase, file: ts.SourceFile): string | undefined {
  if (node.type !== undefined) return typeText(node.type, file);
  const modifiers = canHaveModifiers(node) ? getModifiers(node) : undefined;
  return modifiers?.some((modifier) => modifier.kind === SyntaxKind.AsyncKeyword) ? "Promise" : undefined;
}

function isThis(parameter: ts.ParameterDeclaration): boolean {
  return isIdentifier(parameter.name) && parameter.name.text === "this";
}
