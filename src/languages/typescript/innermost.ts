import { ts } from "ts-morph";

/** The smallest node around an offset. */
export function innermost(file: ts.SourceFile, position: number): ts.Node {
  let found: ts.Node = file;
  for (;;) {
    const child: ts.Node | undefined = ts.forEachChild(found, (each) =>
      each.pos <= position && position < each.end ? each : undefined,
    );
    if (child === undefined) return found;
    found = child;
  }
}
