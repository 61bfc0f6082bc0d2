import { ts } from "ts-morph";

/** What is nested deeper than this may overflow the stack of those who walk it; handwritten sources stay below 100. */
const DEPTH = 500;

/**
 * A parsed file, or an empty one where the compiler's stack does not suffice for its text. Its nodes do not know their parents before
 * it is bound.
 */
export function parsedFile(
  path: string,
  text: string,
  options: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile {
  return withinStack(
    () => ts.createSourceFile(path, text, options),
    () => ts.createSourceFile(path, "", options),
  );
}

/** What `walk` gives, or else `otherwise`, where the stack does not suffice. */
export function withinStack<Value>(walk: () => Value, otherwise: () => Value): Value {
  try {
    return walk();
  } catch (error) {
    if (error instanceof RangeError) return otherwise();
    throw error;
  }
}

export function isNestedDeeply(file: ts.SourceFile): boolean {
  let level: ts.Node[] = [file];
  for (let depth = 0; depth < DEPTH && level.length > 0; depth += 1) {
    const below: ts.Node[] = [];
    for (const node of level) ts.forEachChild(node, (child) => void below.push(child));
    level = below;
  }
  return level.length > 0;
}
