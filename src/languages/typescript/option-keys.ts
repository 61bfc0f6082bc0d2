import { ts } from "ts-morph";
import type { Parameter } from "../../domain/symbol.js";
import { parseType } from "./parse-type.js";

/** A key of an object that is passed as an argument. */
export interface OptionKey {
  readonly type?: string;
  readonly optional: boolean;
  /** Source text of the default value. */
  readonly default?: string;
}

/** Whether a parameter takes its object apart: `{ limit = 10 }`. */
export function isPattern(parameter: Parameter): boolean {
  return parameter.name.startsWith("{");
}

/**
 * The keys, dotted where nested, that a parameter's own text asks for: those of an inline type, and of a pattern where there is no type.
 * undefined where it asks, also in part, for a named type, or for no object.
 */
export function optionKeys(parameter: Parameter): Map<string, OptionKey> | undefined {
  const defaults = isPattern(parameter) ? patternKeys(parameter.name) : new Map<string, OptionKey>();
  if (parameter.type === undefined) return defaults.size === 0 ? undefined : defaults;
  const keys = new Map<string, OptionKey>();
  const type = parseType(parameter.type);
  if (type === undefined || !addKeys(type, "", keys)) return undefined;
  for (const [name, { default: value }] of defaults) {
    const key = keys.get(name);
    if (key !== undefined && value !== undefined) keys.set(name, { ...key, default: value });
  }
  return keys;
}

function addKeys(type: ts.TypeNode, prefix: string, keys: Map<string, OptionKey>): boolean {
  if (ts.isIntersectionTypeNode(type)) {
    return type.types.map((part) => addKeys(part, prefix, keys)).every(Boolean);
  }
  if (!ts.isTypeLiteralNode(type)) return false;
  for (const member of type.members) {
    const name = member.name === undefined ? undefined : nameOf(member.name);
    if (name === undefined || !(ts.isPropertySignature(member) || ts.isMethodSignature(member))) continue;
    const own = ts.isPropertySignature(member) ? member.type : undefined;
    keys.set(prefix + name, {
      ...(own === undefined ? {} : { type: own.getText() }),
      optional: member.questionToken !== undefined,
    });
    if (own !== undefined) addKeys(own, `${prefix}${name}.`, keys);
  }
  return true;
}

function patternKeys(text: string): Map<string, OptionKey> {
  const keys = new Map<string, OptionKey>();
  const file = ts.createSourceFile("pattern.ts", `function f(${text}) {}`, ts.ScriptTarget.Latest, true);
  const [statement] = file.statements;
  const pattern =
    statement !== undefined && ts.isFunctionDeclaration(statement) ? statement.parameters[0]?.name : undefined;
  if (pattern !== undefined && ts.isObjectBindingPattern(pattern)) addPattern(pattern, "");
  return keys;

  function addPattern(node: ts.ObjectBindingPattern, prefix: string): void {
    for (const element of node.elements) {
      const key = element.propertyName ?? element.name;
      if (element.dotDotDotToken !== undefined || ts.isObjectBindingPattern(key) || ts.isArrayBindingPattern(key))
        continue;
      const name = nameOf(key);
      if (name === undefined) continue;
      const value = element.initializer?.getText();
      keys.set(prefix + name, { optional: true, ...(value === undefined ? {} : { default: value }) });
      if (ts.isObjectBindingPattern(element.name)) addPattern(element.name, `${prefix}${name}.`);
    }
  }
}

function nameOf(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}
