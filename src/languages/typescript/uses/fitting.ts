import { ts } from "ts-morph";

/** False where a call passes what the callable does not take: it is another's, was wrong before, or is migrated already. */
export function fitsCallable(call: ts.CallExpression | ts.NewExpression, checker: ts.TypeChecker): boolean {
  const signature = checker.getResolvedSignature(call);
  const given = call.arguments ?? [];
  if (signature?.declaration === undefined || given.some((each) => ts.isSpreadElement(each))) return true;
  const { parameters } = signature;
  const last = parameters.at(-1)?.valueDeclaration;
  if (last !== undefined && ts.isParameter(last) && last.dotDotDotToken !== undefined) return true;
  if (given.length > parameters.length) return false;
  return given.every((argument, i) => {
    const parameter = parameters[i];
    if (parameter === undefined) return false;
    const wanted = checker.getTypeOfSymbolAtLocation(parameter, call);
    return checker.isTypeAssignableTo(checker.getNonNullableType(checker.getTypeAtLocation(argument)), wanted);
  });
}
