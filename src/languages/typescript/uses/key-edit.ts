import type { TextEdit } from "../../../domain/edit.js";
import type { MemberUse } from "./use.js";

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

export function isIdentifierName(text: string): boolean {
  return IDENTIFIER.test(text);
}

/** Gives a member its new name as its use writes it, or undefined where that notation cannot hold the name. */
export function renameKey(use: MemberUse, name: string): TextEdit | undefined {
  const { start, end } = use.span;
  if (use.notation === "quoted") return /["'`\\\n]/.test(name) ? undefined : { start, end, text: name };
  const valid = isIdentifierName(name);
  if (!valid && (use.form === "access" || use.form === "jsx-attribute" || use.form === "declaration")) return undefined;
  const text = valid ? name : JSON.stringify(name);
  return use.notation === "shorthand" ? { start, end: start, text: `${text}: ` } : { start, end, text };
}
