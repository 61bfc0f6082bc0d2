import type { Manifest } from "../../src/domain/manifest.js";
import { type Said, manifestOf } from "../operations/compose/manifests.js";
import { fc } from "./fast-check.js";
import { coreOf } from "./migration.js";

/** A version of a core. Modules, exports and members keep their ids from release to release, whatever they are called. */
export interface Api {
  readonly modules: ReadonlyMap<number, string>;
  readonly exports: ReadonlyMap<number, Export>;
}

export interface Export {
  readonly kind: "class" | "function";
  readonly module: number;
  readonly name: string;
  /** Of a class: names by id. */
  readonly members: ReadonlyMap<number, string>;
}

/** One thing that a release does; numbers choose among what there is. */
interface Change {
  readonly does:
    | "rename"
    | "swap"
    | "move"
    | "remove"
    | "add"
    | "rename-member"
    | "swap-members"
    | "remove-member"
    | "rename-module";
  readonly which: number;
  readonly other: number;
}

const MODULES = ["core", "core/a", "core/b", "core/c"];
const NAMES = ["Ant", "Bee", "Cat", "Dog", "Eel", "Fox"];
const MEMBERS = ["north", "east", "south", "west"];

export const START: Api = {
  modules: new Map([
    [0, "core"],
    [1, "core/a"],
  ]),
  exports: new Map<number, Export>([
    [
      0,
      {
        kind: "class",
        module: 0,
        name: "Ant",
        members: new Map([
          [0, "north"],
          [1, "east"],
        ]),
      },
    ],
    [
      1,
      {
        kind: "class",
        module: 1,
        name: "Bee",
        members: new Map([
          [2, "north"],
          [3, "south"],
        ]),
      },
    ],
    [2, { kind: "function", module: 0, name: "cat", members: new Map() }],
    [3, { kind: "function", module: 1, name: "dog", members: new Map() }],
  ]),
};

const change: fc.Arbitrary<Change> = fc.record({
  does: fc.constantFrom<Change["does"]>(
    "rename",
    "swap",
    "move",
    "remove",
    "add",
    "rename-member",
    "swap-members",
    "remove-member",
    "rename-module",
  ),
  which: fc.nat(11),
  other: fc.nat(11),
});

/** What one release does, in any order. */
export const release = fc.array(change, { minLength: 2, maxLength: 8 });

/** The version after a release. What would give two things one name is left out. */
export function released(api: Api, changes: readonly Change[]): Api {
  return changes.reduce((before, each) => {
    const after = changed(before, each);
    return isClear(after) ? after : before;
  }, api);
}

function changed({ modules, exports }: Api, { does, which, other }: Change): Api {
  const [id, found] = chosen(exports, which);
  const [otherId, another] = chosen(exports, other);
  if (does === "rename-module") {
    const [module] = chosen(modules, which);
    return module === 0
      ? { modules, exports }
      : { modules: new Map(modules).set(module, MODULES[other % 4]!), exports };
  }
  if (does === "add") {
    const next = Math.max(...exports.keys(), 99) + 1;
    const made = { kind: "function", module: 0, name: named("function", other), members: new Map() } as const;
    return { modules, exports: new Map(exports).set(next, made) };
  }
  const result = new Map(exports);
  if (does === "remove" && exports.size > 1) result.delete(id);
  if (does === "rename") result.set(id, { ...found, name: named(found.kind, other) });
  if (does === "move") result.set(id, { ...found, module: chosen(modules, other)[0] });
  if (does === "swap" && found.kind === another.kind) {
    result.set(id, { ...found, name: another.name }).set(otherId, { ...another, name: found.name });
  }
  if (found.members.size > 0) {
    const [member] = chosen(found.members, other);
    const members = new Map(found.members);
    if (does === "rename-member") members.set(member, MEMBERS[other % 4]!);
    if (does === "remove-member") members.delete(member);
    if (does === "swap-members") {
      const names = [...members.values()].reverse();
      for (const [i, each] of [...members.keys()].entries()) members.set(each, names[i]!);
    }
    if (does.endsWith("member") || does.endsWith("members")) result.set(id, { ...found, members });
  }
  return { modules, exports: result };
}

function named(kind: Export["kind"], index: number): string {
  const name = NAMES[index % NAMES.length]!;
  return kind === "class" ? name : name.toLowerCase();
}

function chosen<Value>(from: ReadonlyMap<number, Value>, index: number): [number, Value] {
  return [...from][index % from.size]!;
}

/** True where every name stands for one thing. */
function isClear({ modules, exports }: Api): boolean {
  const names = [...exports.values()].map(({ module, name }) => `${module} ${name}`);
  return [[...modules.values()], names, ...[...exports.values()].map(({ members }) => [...members.values()])].every(
    (each) => new Set(each).size === each.length,
  );
}

/** What leads from one version to another: what inference would say if it knew. */
export function manifestBetween(from: Api, to: Api, versions: readonly [from: string, to: string]): Manifest {
  const operations: Said[] = [];
  const moduleOf = (api: Api, id: number): string => api.modules.get(id)!;
  for (const [id, specifier] of from.modules) {
    if (moduleOf(to, id) !== specifier) operations.push(["rename.import", { from: specifier, to: moduleOf(to, id) }]);
  }
  for (const [id, before] of from.exports) {
    const module = moduleOf(from, before.module);
    const after = to.exports.get(id);
    if (after === undefined) {
      operations.push(["remove.symbol", { module, name: before.name }]);
      continue;
    }
    const toModule = moduleOf(to, after.module);
    const elsewhere = toModule === module ? {} : { to_module: toModule };
    if (after.name !== before.name) {
      const kind = before.kind === "class" ? "rename.symbol" : "rename.callable";
      operations.push([kind, { module, from: before.name, to: after.name, ...elsewhere, ...stays(before, after) }]);
    } else if (after.module !== before.module) {
      operations.push(["rename.import", { from: module, to: toModule, symbols: [before.name] }]);
    }
    for (const [member, name] of before.members) {
      const now = after.members.get(member);
      const place = { module, container: before.name };
      const container = after.name === before.name ? {} : { to_container: after.name };
      if (now === undefined) operations.push(["remove.symbol", { ...place, name }]);
      else if (now !== name)
        operations.push(["rename.member", { ...place, from: name, to: now, ...elsewhere, ...container }]);
    }
  }
  return manifestOf(...versions, ...operations);

  /** What leaves a module that is itself renamed to the export's old one says where it is. */
  function stays(before: Export, after: Export): { to_module?: string } {
    const module = moduleOf(from, before.module);
    const toModule = moduleOf(to, after.module);
    return toModule === module && moduleOf(to, before.module) !== module ? { to_module: toModule } : {};
  }
}

/** The version's sources. */
export function sourcesOf({ modules, exports }: Api, version: string) {
  const files = [...modules].map(([id, specifier]) => {
    const declared = [...exports.values()].filter(({ module }) => module === id).map(declarationOf);
    return [
      `${specifier === "core" ? "index" : specifier.slice("core/".length)}.ts`,
      `${declared.join("\n")}\nexport {};\n`,
    ];
  });
  return coreOf("core", Object.fromEntries(files), version);
}

function declarationOf({ kind, name, members }: Export): string {
  if (kind === "function") return `export declare function ${name}(): number;`;
  return `export declare class ${name} { ${[...members.values()].map((each) => `${each}: number;`).join(" ")} }`;
}

/** A dependent of `api` that uses all that `used` still has, and nothing else, in many ways. */
export function dependentOf(api: Api, used: Api): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [id, { kind, module, name, members }] of api.exports) {
    const kept = used.exports.get(id);
    if (kept === undefined) continue;
    const from = JSON.stringify(api.modules.get(module)!);
    const own = [...members].flatMap(([member, each]) => (kept.members.has(member) ? [each] : []));
    const uses = (written: string): string[] =>
      kind === "function"
        ? [`export const result = ${written}();`]
        : [
            `export function read(it: ${written}, key: Pick<${written}, never>) {`,
            ...own.flatMap((each, i) => [
              `  const { ${each}: taken${i} } = it;`,
              `  console.log(key, taken${i}, it.${each}, it["${each}"]);`,
            ]),
            `  return new ${written}();`,
            "}",
          ];
    const file = (...lines: string[]): string => `${lines.join("\n")}\n`;
    files[`named${id}.ts`] = file(`import { ${name} } from ${from};`, ...uses(name));
    files[`aliased${id}.ts`] = file(`import { ${name} as Mine } from ${from};`, ...uses("Mine"));
    files[`public${id}.ts`] = file(`export { ${name} } from ${from};`);
    files[`space${id}.ts`] = file(`import * as space from ${from};`, ...uses(`space.${name}`));
  }
  files["together.ts"] = [...api.modules]
    .map(([id, specifier]) => {
      const names = [...api.exports].filter(([each, { module }]) => module === id && used.exports.has(each));
      const clause = names.map(([each, { name }]) => `${name} as Mine${each}`).join(", ");
      return names.length === 0 ? "" : `import { ${clause} } from ${JSON.stringify(specifier)};\n`;
    })
    .join("");
  return files;
}
