import { argAdd } from "./arg.add/index.js";
import { argAddDefault } from "./arg.add_default/index.js";
import { argRemove } from "./arg.remove/index.js";
import { argRename } from "./arg.rename/index.js";
import { argReorder } from "./arg.reorder/index.js";
import { changeSignature } from "./change.signature/index.js";
import { configKeyRename } from "./config.key_rename/index.js";
import type { OperationKind } from "./kind.js";
import { moveFile } from "./move.file/index.js";
import { removeSymbol } from "./remove.symbol/index.js";
import { renameCallable } from "./rename.callable/index.js";
import { renameImport } from "./rename.import/index.js";
import { renameMember } from "./rename.member/index.js";
import { renameSymbol } from "./rename.symbol/index.js";
import { renameValue } from "./rename.value/index.js";
import { restyleExport } from "./restyle.export/index.js";

/** Every kind of operation, in the order in which a manifest lists them. */
export const KINDS: readonly OperationKind[] = [
  renameImport,
  moveFile,
  renameSymbol,
  renameCallable,
  renameMember,
  argRename,
  argAddDefault,
  argAdd,
  argRemove,
  argReorder,
  configKeyRename,
  renameValue,
  restyleExport,
  removeSymbol,
  changeSignature,
];

export function kindOf(name: string): OperationKind | undefined {
  return KINDS.find(({ kind }) => kind === name);
}
