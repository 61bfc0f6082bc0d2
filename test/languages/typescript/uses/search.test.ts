import { expect, it } from "vitest";
import { searchUses, type UseSearch } from "../../../../src/languages/typescript/uses/search.js";
import type { Target } from "../../../../src/languages/typescript/uses/use.js";
import { coreOf } from "../../../support/migration.js";
import { temporaryFolder } from "../../../support/temp.js";

const core = coreOf("core", {
  "index.ts": [
    "export class Client { id = 1; get(): string { return ''; } }",
    "export interface Options { retries?: number; nested?: { depth?: number } }",
    "export function open(options: Options): Client { void options; return new Client(); }",
    "export * as tools from './tools.js';",
  ].join("\n"),
  "tools.ts": "export function mend(): void {}\n",
});

const client: Target = { kind: "name", module: "core", container: "Client", name: "get" };
const retries: Target = { kind: "option", config: "core.Options", key: "retries" };
const depth: Target = { kind: "option", config: "core.open", key: "nested.depth" };
const open: Target = { kind: "name", module: "core", name: "open" };
const mend: Target = { kind: "name", module: "core", container: "tools", name: "mend" };

async function uses(text: string, targets: Record<string, Target>, name = "a.ts", from = core): Promise<string[]> {
  const search: UseSearch = {
    root: await temporaryFolder(),
    files: [name],
    textOf: () => text,
    core: from,
    packages: ["core"],
    targets: new Map(Object.entries(targets).map(([id, target]) => [id, [target]])),
  };
  return [...searchUses(search)].flatMap((file) =>
    file.found.map(({ id, found: { use } }) => {
      const line = text.slice(0, use.span.start).split("\n").length;
      return `${id} ${use.kind} ${use.form} ${use.certainty} line ${line}`;
    }),
  );
}

const start = 'import { open, tools } from "core";\n';

it.each([
  ["a call's result", `${start}open({}).get();`, ["client member access certain line 2"]],
  ["an optional chain", `${start}[open({})].at(0)?.get();`, ["client member access certain line 2"]],
  ["a promise", `${start}Promise.resolve(open({})).then((c) => c.get());`, ["client member access certain line 2"]],
  [
    "a type parameter",
    `${start}function f<T extends ReturnType<typeof open>>(t: T) { t.get(); }`,
    ["client member access certain line 2"],
  ],
  [
    "a mapped type",
    `${start}declare const c: Readonly<ReturnType<typeof open>>; c.get();`,
    ["client member access certain line 2"],
  ],
  ["another class's member", `${start}new Map().get(1); new URLSearchParams().get("a");`, []],
  ["a structural twin", `${start}({ get: () => 1 }).get(); void open;`, []],
  [
    "a value of type any",
    `${start}declare const c: any; c.get(); void open;`,
    ["client member access possible line 2"],
  ],
  ["a value of type any in a file without the core", "declare const c: any; c.get();", []],
  ["what another package gives", 'import x from "other";\nimport "core";\nx.get(); x().get();', []],
])("judges the receiver of a member: %s", async (_name, text, expected) => {
  expect(await uses(text, { client })).toEqual(expected);
});

it.each([
  [
    "an argument",
    `${start}open({ retries: 1, nested: { depth: 2 } });`,
    ["retries member object-key certain line 2", "depth member object-key certain line 2"],
  ],
  [
    "a variable's initialiser",
    `${start}const o: Parameters<typeof open>[0] = { retries: 1 };`,
    ["retries member object-key certain line 2"],
  ],
  ["a literal of its own type", `${start}const o = { retries: 1, depth: 1 }; void open;`, []],
  ["the right key at the wrong level", `${start}open({ nested: { retries: 1 } as object });`, []],
])("judges a key of an object literal: %s", async (_name, text, expected) => {
  expect(await uses(text, { retries, depth })).toEqual(expected);
});

it("judges JavaScript as it does TypeScript", async () => {
  const text = 'const { open } = require("core");\nopen({ retries: 1 }).get();\n';
  expect(await uses(text, { client, retries, open }, "a.js")).toEqual([
    "open name require certain line 1",
    "client member access certain line 2",
    "retries member object-key certain line 2",
  ]);
});

it("reaches into namespaces by each way that leads there", async () => {
  const text = [
    'import * as core from "core";',
    'import { tools as kit } from "core";',
    'import { mend } from "core/tools";',
    "core.tools.mend(); kit.mend(); mend();",
    "const { mend: again } = kit;",
  ].join("\n");
  expect(await uses(text, { mend })).toEqual([
    "mend name import certain line 3",
    "mend name access certain line 4",
    "mend name access certain line 4",
    "mend name pattern certain line 5",
  ]);
});

const call = (callable: string): Target => ({ kind: "call", callable: `core.${callable}` });
const calls = `import { Client, open } from "core";\n`;

it.each([
  ["a call", `${calls}open({}); (open)?.({});`, ["open call call certain line 2", "open call call certain line 2"]],
  ["the names of an import and of a type", `${calls}export { open } from "core"; type O = typeof open;`, []],
  ["a function that is handed on", `${calls}[1].map(open as never);`, ["open call passed certain line 2"]],
  ["what is only compared", `${calls}({}) instanceof Client; typeof open === "function"; open.name;`, []],
  ["new objects", `${calls}new Client();`, ["client call new certain line 2"]],
  [
    "an heir's constructor",
    `${calls}class A extends Client { constructor() { super(); } }`,
    ["client call super certain line 2"],
  ],
  ["an heir without one", `${calls}class A extends Client {}`, ["client call passed certain line 2"]],
  [
    "what implements a class",
    `${calls}class A implements Client { id = 1; get() { return ""; } }`,
    ["id call declaration certain line 2"],
  ],
  [
    "a property",
    `${calls}open({}).id.toFixed(); const { id } = open({});`,
    [
      "open call call certain line 2",
      "open call call certain line 2",
      "id call read certain line 2",
      "id call read certain line 2",
    ],
  ],
  ["another's function", `${calls}import { open as other } from "other"; other();`, []],
  ["a function that shadows it", `${calls}{ const open = () => 1; open(); }`, []],
])("finds calls: %s", async (_name, text, expected) => {
  expect(await uses(text, { open: call("open"), client: call("Client"), id: call("Client.id") })).toEqual(expected);
});
