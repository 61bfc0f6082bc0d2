import type { Manifest } from "../../domain/manifest.js";
import { matchSchema as argRemove } from "../arg.remove/schema.js";
import { matchSchema as argRename } from "../arg.rename/schema.js";
import { matchSchema as configKeyRename } from "../config.key_rename/schema.js";
import { matchSchema as moveFile } from "../move.file/schema.js";
import { matchSchema as removeSymbol } from "../remove.symbol/schema.js";
import { matchSchema as renameCallable } from "../rename.callable/schema.js";
import { matchSchema as renameImport } from "../rename.import/schema.js";
import { matchSchema as renameValue } from "../rename.value/schema.js";
import { matchSchema as restyleExport } from "../restyle.export/schema.js";
import { exportName, moduleName, type Name, parameterName, parseQualified, parts } from "./name.js";
import type { Party } from "./party.js";

/** What an operation says became of one name. */
export interface NameChange {
  readonly by: Party;
  readonly subject: Name;
  /** The new name lies in what this has become, as far as the operation itself does not say where. */
  readonly holder: Name | undefined;
  /** The new name, given what became of the holder; absent where the name is gone. */
  readonly become?: (holder: Name) => Name;
}

/** None for an operation that changes what a name means, and not the name. */
export function nameChanges(by: Party, modules: readonly string[]): NameChange[] {
  const { kind, match } = by.operation;
  const change = (subject: Name, holder: Name | undefined, become?: NameChange["become"]): NameChange => ({
    by,
    subject,
    holder,
    ...(become !== undefined && { become }),
  });
  switch (kind) {
    case "rename.import": {
      const { from, to, symbols } = renameImport.parse(match);
      const subjects = symbols?.map((name) => exportName(from, undefined, name)) ?? [moduleName(from)];
      return subjects.map((subject) => change(subject, undefined, () => ({ ...subject, module: to })));
    }
    case "move.file": {
      const { from, to } = moveFile.parse(match);
      const file = (path: string): Name => ({ space: "file", module: path, path: [] });
      return [change(file(from), undefined, () => file(to))];
    }
    case "rename.symbol":
    case "rename.callable":
    case "rename.member": {
      const { module, container, from, to, to_module, to_container } = renameCallable.parse(match);
      const holder: Name = { space: "name", module, path: parts(container) };
      return [
        change(exportName(module, container, from), holder, ({ module: itsModule, path }) => ({
          space: "name",
          module: to_module ?? itsModule,
          path: [...(to_container === undefined ? path : parts(to_container)), to],
        })),
      ];
    }
    case "config.key_rename": {
      const { config, from, to } = configKeyRename.parse(match);
      const holder = parseQualified(config, modules);
      const key = (type: Name, dotted: string): Name => ({ ...type, path: [...type.path, ...dotted.split(".")] });
      return [change(key(holder, from), holder, (type) => key(type, to))];
    }
    case "arg.rename": {
      const { callable, from, to } = argRename.parse(match);
      const holder = parseQualified(callable, modules);
      return [change(parameterName(holder, from), holder, (itself) => parameterName(itself, to))];
    }
    case "arg.remove": {
      const { callable, name } = argRemove.parse(match);
      return [change(parameterName(parseQualified(callable, modules), name), undefined)];
    }
    case "rename.value": {
      const { module, container, from, to } = renameValue.parse(match);
      const holder: Name = { space: "name", module, path: parts(container) };
      const value = (type: Name, text: string): Name => ({ ...type, space: "value", path: [...type.path, text] });
      return [change(value(holder, from), holder, (type) => value(type, to))];
    }
    case "restyle.export": {
      const { module, name, from, to } = restyleExport.parse(match);
      const written = (style: "default" | "named"): string => (style === "default" ? style : name);
      return [
        change(exportName(module, undefined, written(from)), moduleName(module), (holder) =>
          exportName(holder.module, undefined, written(to)),
        ),
      ];
    }
    case "remove.symbol": {
      const { module, container, name } = removeSymbol.parse(match);
      return [change(exportName(module, container, name), { space: "name", module, path: parts(container) })];
    }
    default:
      return [];
  }
}

/** Import specifiers that a manifest speaks of. */
export function modulesOf({ package: name, packages = [], operations }: Manifest): string[] {
  const said = operations.flatMap(({ kind, match }) =>
    ["module", "to_module", ...(kind === "rename.import" ? ["from", "to"] : [])].flatMap((field) => {
      const module = match[field];
      return typeof module === "string" ? [module] : [];
    }),
  );
  return [...new Set([name, ...packages.map((each) => each.name), ...said])];
}
