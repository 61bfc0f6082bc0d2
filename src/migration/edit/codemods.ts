import type { Operation } from "../../domain/operation.js";
import { OnxError } from "../../domain/errors.js";
import type { Target, Use } from "../../languages/typescript/uses/use.js";
import type { Codemod, Outcome } from "../../operations/codemod.js";
import { codemod as argAdd } from "../../operations/arg.add/typescript.js";
import { codemod as argAddDefault } from "../../operations/arg.add_default/typescript.js";
import { codemod as argRemove } from "../../operations/arg.remove/typescript.js";
import { codemod as argRename } from "../../operations/arg.rename/typescript.js";
import { codemod as argReorder } from "../../operations/arg.reorder/typescript.js";
import { codemod as changeSignature } from "../../operations/change.signature/typescript.js";
import { codemod as configKeyRename } from "../../operations/config.key_rename/typescript.js";
import { codemod as moveFile } from "../../operations/move.file/typescript.js";
import { codemod as removeSymbol } from "../../operations/remove.symbol/typescript.js";
import { codemod as renameCallable } from "../../operations/rename.callable/typescript.js";
import { codemod as renameImport } from "../../operations/rename.import/typescript.js";
import { codemod as renameMember } from "../../operations/rename.member/typescript.js";
import { codemod as renameSymbol } from "../../operations/rename.symbol/typescript.js";
import { codemod as renameValue } from "../../operations/rename.value/typescript.js";
import { codemod as restyleExport } from "../../operations/restyle.export/typescript.js";

/** A codemod with the match of one operation filled in. */
export interface BoundCodemod {
  readonly targets: readonly Target[];
  readonly advice: string;
  readonly dataGlobs: readonly string[];
  rewrite(use: Use): Outcome;
  rewriteData(path: string, text: string): Outcome;
}

type Bind = (match: unknown) => BoundCodemod;

const binders: ReadonlyMap<string, Bind> = new Map([
  binder(argAdd),
  binder(argAddDefault),
  binder(argRemove),
  binder(argRename),
  binder(argReorder),
  binder(changeSignature),
  binder(configKeyRename),
  binder(moveFile),
  binder(removeSymbol),
  binder(renameCallable),
  binder(renameImport),
  binder(renameMember),
  binder(renameSymbol),
  binder(renameValue),
  binder(restyleExport),
]);

function binder<Match>(codemod: Codemod<Match>): [kind: string, bind: Bind] {
  return [
    codemod.kind,
    (written) => {
      const match = codemod.parse(written);
      return {
        targets: codemod.targets(match),
        advice: codemod.advise(match),
        dataGlobs: codemod.data?.globs(match) ?? [],
        rewrite: (use) => codemod.rewrite(match, use),
        rewriteData: (path, text) => codemod.data?.rewrite(match, path, text) ?? { do: "nothing" },
      };
    },
  ];
}

/** False for a kind that cannot be carried out by this version. */
export function hasCodemod({ kind }: Pick<Operation, "kind">): boolean {
  return binders.has(kind);
}

/** The codemod of an operation. */
export function bindCodemod(operation: Operation): BoundCodemod {
  const bind = binders.get(operation.kind);
  if (bind === undefined) {
    throw new OnxError("unknown-operation-kind", `${operation.id} is of the unknown kind ${operation.kind}`, {
      remedy: "use a version of onx-migrate that knows it",
    });
  }
  return bind(operation.match);
}
