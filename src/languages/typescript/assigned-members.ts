import { ts } from "ts-morph";
import { addObjectMembers, valueParts, type MemberContext } from "./members.js";
import { assignmentChain, isAssignment, referenceText, unwrap } from "./values.js";

/**
 * Members that plain JavaScript gives to a function or class after it is declared: `glob.sync = …`, `Parser.prototype.read = …`,
 * `Parser.prototype = { … }` and `Object.assign(glob, { … })`. Only what stands at the top of the module is seen.
 */
export function addAssignedMembers(statements: readonly ts.Statement[], context: MemberContext): void {
  for (const statement of statements) {
    if (!ts.isExpressionStatement(statement)) continue;
    const { expression } = statement;
    if (isAssignment(expression)) {
      assignment(expression, statement);
    } else if (ts.isCallExpression(expression) && referenceText(expression.expression) === "Object.assign") {
      const [target, ...sources] = expression.arguments;
      const container = target === undefined ? undefined : containerOf(target);
      if (container !== undefined) for (const source of sources) addObjectMembers(context, container, source);
    }
  }

  function assignment(node: ts.BinaryExpression, docNode: ts.Node): void {
    const { targets, value } = assignmentChain(node);
    for (const target of targets) if (ts.isPropertyAccessExpression(target)) member(target, value, docNode);
  }

  function member(target: ts.PropertyAccessExpression, value: ts.Expression, docNode: ts.Node): void {
    const name = target.name.text;
    const container = containerOf(name === "prototype" ? target : target.expression);
    if (container === undefined) return;
    if (name === "prototype") return addObjectMembers(context, container, value);
    const parts = valueParts(undefined, value, context.file);
    const kind = (parts.signatures?.length ?? 0) > 0 ? "method" : "property";
    const id = `${container}.${name}`;
    if (!context.builder.has(id)) context.builder.add({ id, name, kind, node: target, docNode, ...parts }, container);
    addObjectMembers(context, id, value);
  }

  /** The name that members of an expression belong to: `a`, or `a` for `a.prototype`. undefined for what the file does not declare. */
  function containerOf(target: ts.Expression): string | undefined {
    const name = referenceText(unwrap(target))?.replace(/\.prototype$/, "");
    return name !== undefined && context.builder.has(name) ? name : undefined;
  }
}
