import type { z } from "zod";
import type { PublicSymbol } from "../../domain/symbol.js";
import { matchSchema as argAdd } from "../../operations/arg.add/schema.js";
import { matchSchema as argAddDefault } from "../../operations/arg.add_default/schema.js";
import { matchSchema as argRemove } from "../../operations/arg.remove/schema.js";
import { matchSchema as argRename } from "../../operations/arg.rename/schema.js";
import { matchSchema as argReorder } from "../../operations/arg.reorder/schema.js";
import { matchSchema as changeSignature } from "../../operations/change.signature/schema.js";
import { matchSchema as configKeyRename } from "../../operations/config.key_rename/schema.js";
import { matchSchema as moveFile } from "../../operations/move.file/schema.js";
import { matchSchema as removeSymbol } from "../../operations/remove.symbol/schema.js";
import { matchSchema as renameCallable } from "../../operations/rename.callable/schema.js";
import { matchSchema as renameImport } from "../../operations/rename.import/schema.js";
import { matchSchema as renameMember } from "../../operations/rename.member/schema.js";
import { matchSchema as renameSymbol } from "../../operations/rename.symbol/schema.js";
import { matchSchema as renameValue } from "../../operations/rename.value/schema.js";
import { matchSchema as restyleExport } from "../../operations/restyle.export/schema.js";
import type { ApiNames } from "./api-names.js";
import { callSnippet, findCallee, parameterType, valueCall, type Call, type Callee } from "./calls.js";
import { keyText, lines, reach, useOf } from "./reach.js";
import { NO_SUCH_NAME, none, type NoSnippet, type Snippet } from "./snippet.js";

/** The operation's part of which the snippet is made. */
interface Subject {
  readonly kind: string;
  readonly match: unknown;
}

/** What a dependent writes that an operation speaks of, in terms of the `from` API; or why nothing is known to be written. */
export function snippetFor(api: ApiNames, { kind, match }: Subject): Snippet | NoSnippet {
  return makers.get(kind)?.(api, match) ?? none(`no snippet is made for ${kind}`);
}

type Maker = (api: ApiNames, match: unknown) => Snippet | NoSnippet;

const makers: ReadonlyMap<string, Maker> = new Map([
  maker("rename.import", renameImport, importSnippet),
  maker("move.file", moveFile, (_api, { from }) => fileSnippet(from)),
  maker("rename.symbol", renameSymbol, (api, { module, container, from }) => nameSnippet(api, module, container, from)),
  maker("rename.callable", renameCallable, (api, { module, container, from }) =>
    nameSnippet(api, module, container, from),
  ),
  maker("rename.member", renameMember, (api, { module, container, from }) => nameSnippet(api, module, container, from)),
  maker("remove.symbol", removeSymbol, (api, { module, container, name }) => nameSnippet(api, module, container, name)),
  maker("config.key_rename", configKeyRename, (api, { config, from }) => keySnippet(api, config, from)),
  maker("arg.rename", argRename, (api, { callable, from }) => keySnippet(api, callable, from)),
  maker("arg.remove", argRemove, removedArgument),
  maker("arg.add", argAdd, (api, { callable, name }) =>
    name.includes(".") ? none("a key that has to be added does not show in a type") : requiredCall(api, callable),
  ),
  maker("arg.add_default", argAddDefault, (api, { callable }) => requiredCall(api, callable, { isSilent: true })),
  maker("arg.reorder", argReorder, (api, { callable, order }) =>
    called(api, callable, ({ signatures: [{ parameters }] }) => ({
      parameters: parameters.slice(0, order.length),
      isSilent: true,
    })),
  ),
  maker("change.signature", changeSignature, (api, { callable }) =>
    called(api, callable, ({ signatures: [signature] }) => ({
      ...signature,
      parameters: signature.parameters.filter(({ rest }) => !rest),
    })),
  ),
  maker("rename.value", renameValue, valueSnippet),
  maker("restyle.export", restyleExport, (_api, { module, name, from }) => {
    const from_ = JSON.stringify(module);
    return from === "default"
      ? { text: lines(`import Default from ${from_};`, "export { Default };") }
      : { text: lines(`import { ${name} } from ${from_};`, `export { ${name} };`) };
  }),
]);

function maker<Match>(
  kind: string,
  schema: z.ZodType<Match>,
  make: (api: ApiNames, match: Match) => Snippet | NoSnippet,
): [kind: string, maker: Maker] {
  return [kind, (api, match) => make(api, schema.parse(match))];
}

function nameSnippet(api: ApiNames, module: string, container: string | undefined, name: string): Snippet | NoSnippet {
  const names = [...(container ?? "").split(".").filter((part) => part !== ""), name];
  if (/^\[(?!Symbol\.)/.test(name)) return none("its name is computed from other names of the core");
  const reached = reach(api, module, names);
  const control = reach(api, module, names, NO_SUCH_NAME);
  if (reached === undefined || control === undefined) return none(`${names.join(".")} cannot be reached by its name`);
  return { text: useOf(reached), control: useOf(control) };
}

/** Names in one import are as many as show that the module is meant. */
const MAX_IMPORTED = 5;

function importSnippet(_api: ApiNames, { from, symbols }: z.infer<typeof renameImport>): Snippet {
  if (symbols === undefined) return moduleSnippet(from);
  const named = symbols.slice(0, MAX_IMPORTED);
  const list = named.map((name) => (name === "default" ? "default as Default" : name)).join(", ");
  return { text: lines(`export { ${list} } from ${JSON.stringify(from)};`) };
}

/** In a form that any module can have, whether it has names or is one value. */
function moduleSnippet(specifier: string): Snippet {
  return { text: lines(`export type Witness = typeof import(${JSON.stringify(specifier)});`) };
}

function fileSnippet(path: string): Snippet | NoSnippet {
  const [, stem] = /^(.+?)(?:\.d)?\.[cm]?[jt]sx?$/.exec(path) ?? [];
  return stem === undefined ? none("the file is not imported as a module") : moduleSnippet(stem);
}

/** An object literal of the type, which may not have keys that the type has not. */
function keySnippet(api: ApiNames, config: string, key: string): Snippet | NoSnippet {
  const split = api.split(config);
  const reached = split === undefined ? undefined : reach(api, split.module, split.names);
  if (reached === undefined) return none(`${config} cannot be reached by its name`);
  const parents = key.split(".");
  const name = parents.pop() ?? "";
  const callee = findCallee(api, config);
  const owner = (callee === undefined ? undefined : optionsParameter(api, callee, key)) ?? reached.type;
  const type =
    owner === undefined
      ? reach(api, reached.symbol.module, [...namesOf(reached.symbol), ...parents])?.type
      : parents.reduce((text, part) => `NonNullable<${text}[${JSON.stringify(part)}]>`, owner);
  if (type === undefined) return none(`no type is seen to have the key ${key}`);
  const text = (written: string): string =>
    lines(reached.imported, `export const witness: Partial<${type}> = { ${keyText(written)}: null! };`);
  return { text: text(name), control: text(NO_SUCH_NAME) };
}

function namesOf({ container, name }: PublicSymbol): string[] {
  return container === "" ? [name] : [...container.split("."), name];
}

/** The parameter whose type has the key, inline or under a name of its own. */
function optionsParameter(api: ApiNames, callee: Callee, key: string): string | undefined {
  const [outermost = ""] = key.split(".");
  const inline = new RegExp(`[{;,]\\s*["']?${outermost.replace(/\W/g, "\\$&")}["']?\\??:`);
  const { module } = callee.reached.symbol;
  const position = callee.signatures[0].parameters.findIndex(
    ({ type = "" }) => inline.test(type) || api.find(module, type, outermost) !== undefined,
  );
  return position === -1 ? undefined : parameterType(callee, position);
}

function removedArgument(api: ApiNames, { callable, name, position }: z.infer<typeof argRemove>): Snippet | NoSnippet {
  const dot = name.indexOf(".");
  if (dot !== -1) return keySnippet(api, callable, name.slice(dot + 1));
  return called(api, callable, ({ signatures }) => {
    const signature = signatures.find(({ parameters }) => parameters[position]?.name === name) ?? signatures[0];
    return { parameters: signature.parameters.slice(0, position + 1).filter(({ rest }) => !rest) };
  });
}

function requiredCall(api: ApiNames, callable: string, others: Partial<Call> = {}): Snippet | NoSnippet {
  return called(api, callable, ({ signatures: [{ parameters }] }) => ({
    parameters: parameters.filter(({ optional, rest }) => !optional && !rest),
    ...others,
  }));
}

function called(api: ApiNames, callable: string, call: (callee: Callee) => Call): Snippet | NoSnippet {
  const callee = findCallee(api, callable);
  return callee === undefined
    ? none(`${callable} cannot be called by its name`)
    : callSnippet(api, callee, call(callee));
}

function valueSnippet(api: ApiNames, { module, container, from }: z.infer<typeof renameValue>): Snippet | NoSnippet {
  if (container === undefined) return none("the values belong to no name");
  const callee = findCallee(api, `${module}.${container}`);
  if (callee !== undefined && !callee.isClass) return valueCall(api, callee, from);
  const reached = reach(api, module, container.split("."));
  if (reached?.type === undefined) return none(`${container} is no type that can be reached by its name`);
  const { type } = reached;
  const shown = reached.symbol.declaration.kind === "enum" ? `\`\${${type}}\`` : type;
  const text = (value: string): string =>
    lines(reached.imported, `export const witness: ${shown} = ${JSON.stringify(value)};`);
  return { text: text(from), control: text(NO_SUCH_NAME) };
}
