import { ts } from "ts-morph";

/** Every doc comment before a node. The compiler's own functions give the last one alone. */
export function docsOf(node: ts.Node): readonly ts.JSDoc[] {
  const docs: unknown = "jsDoc" in node ? node.jsDoc : undefined;
  return Array.isArray(docs) ? docs.filter((each: ts.Node) => ts.isJSDoc(each)) : [];
}
