import { ts } from "ts-morph";
import { unwrap } from "./values.js";

/**
 * The statements that make up a plain JavaScript module. Where all of it is the call of a function, as in what bundlers write for every
 * module system at once (UMD), they are those of the function that fills the module: the last one that is given, else the one called.
 */
export function moduleStatements(file: ts.SourceFile): readonly ts.Statement[] {
  const [only, ...others] = file.statements.filter((statement) => !isDirective(statement));
  if (only === undefined || others.length > 0 || !ts.isExpressionStatement(only)) return file.statements;
  const call = unwrap(only.expression);
  if (!ts.isCallExpression(call)) return file.statements;
  const filler = [calledOn(call.expression), ...call.arguments].map(unwrap).filter(isFunction).at(-1);
  return filler !== undefined && ts.isBlock(filler.body) ? filler.body.statements : file.statements;
}

/** Statements with those that an `if` among them decides about: which of them runs depends on where the module is loaded. */
export function withConditional(statements: readonly ts.Statement[]): ts.Statement[] {
  return statements.flatMap((statement) => {
    if (ts.isBlock(statement)) return withConditional(statement.statements);
    if (!ts.isIfStatement(statement)) return [statement];
    return withConditional([statement.thenStatement, ...(statement.elseStatement ? [statement.elseStatement] : [])]);
  });
}

/** `f` of `f.call`. */
function calledOn(callee: ts.Expression): ts.Expression {
  const bare = unwrap(callee);
  return ts.isPropertyAccessExpression(bare) && bare.name.text === "call" ? bare.expression : bare;
}

function isFunction(node: ts.Expression): node is ts.FunctionExpression | ts.ArrowFunction {
  return ts.isFunctionExpression(node) || ts.isArrowFunction(node);
}

function isDirective(statement: ts.Statement): boolean {
  return (
    ts.isEmptyStatement(statement) || (ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression))
  );
}
