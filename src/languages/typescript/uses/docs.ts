import { ts } from "ts-morph";

const NONE: readonly ts.JSDoc[] = [];

/** Every doc comment before a node. The compiler's own functions give the last one alone. */
export function docsOf(node: ts.Node): readonly ts.JSDoc[] {
  // Asked of every node: to read it takes less time than to ask whether it is there.
  const { jsDoc } = node as ts.Node & { readonly jsDoc?: readonly ts.Node[] };
  return jsDoc === undefined ? NONE : jsDoc.filter((each) => ts.isJSDoc(each));
}
