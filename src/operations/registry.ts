import { configKeyRename } from "./config.key_rename/index.js";
import type { OperationKind } from "./kind.js";
import { moveFile } from "./move.file/index.js";
import { removeSymbol } from "./remove.symbol/index.js";
import { renameCallable } from "./rename.callable/index.js";
import { renameImport } from "./rename.import/index.js";
import { renameMember } from "./rename.member/index.js";
import { renameSymbol } from "./rename.symbol/index.js";

/** Every kind of operation, in the order in which a manifest lists them. */
export const KINDS: readonly OperationKind[] = [
  renameImport,
  moveFile,
  renameSymbol,
  renameCallable,
  renameMember,
  configKeyRename,
  removeSymbol,
];

export function kindOf(name: string): OperationKind | undefined {
  return KINDS.find(({ kind }) => kind === name);
}
