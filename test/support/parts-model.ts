import type { Manifest } from "../../src/domain/manifest.js";
import { type Said, manifestOf } from "../operations/compose/manifests.js";
import { fc } from "./fast-check.js";
import { coreOf } from "./migration.js";

/** A version of a core, as far as it is arguments, keys, strings, enum members and styles of export. Ids stay from release to release. */
export interface Parts {
  readonly exports: Readonly<Record<ExportId, Place>>;
  /** Ids of the parameters of `send`, in their order. */
  readonly parameters: readonly number[];
  /** How many parameters there were ever. */
  readonly made: number;
  /** Of `Options`; those of the second are within the first one of the first. */
  readonly keys: Names;
  readonly innerKeys: Names;
  /** Strings of `Mode`. */
  readonly strings: Names;
  /** Of `Level`. */
  readonly members: Names;
  /** How `Hub` is exported. */
  readonly style: "named" | "default";
}

type ExportId = "send" | "Options" | "Mode" | "Level";
type Names = readonly [string, string];

interface Place {
  readonly module: string;
  readonly name: string;
}

/** One thing that a release does; numbers choose among what there is. */
type Change = readonly [
  does: "rename" | "move" | "order" | "add" | "drop" | "restyle" | (typeof LISTS)[number],
  number,
  number,
];

const LISTS = ["keys", "innerKeys", "strings", "members"] as const;
const EXPORTS = ["send", "Options", "Mode", "Level"] as const;
const NAMES: Readonly<Record<ExportId | (typeof LISTS)[number], readonly string[]>> = {
  send: ["send", "post", "emit"],
  Options: ["Options", "Settings", "Config"],
  Mode: ["Mode", "Manner", "Way"],
  Level: ["Level", "Degree", "Grade"],
  keys: ["retry", "again", "limit", "most"],
  innerKeys: ["delay", "wait", "times", "count"],
  strings: ["fast", "quick", "slow", "calm"],
  members: ["Low", "Small", "High", "Large"],
};
const MODULES = ["core", "core/more"];

export const FIRST: Parts = {
  exports: {
    send: { module: "core", name: "send" },
    Options: { module: "core", name: "Options" },
    Mode: { module: "core/more", name: "Mode" },
    Level: { module: "core", name: "Level" },
  },
  parameters: [0, 1, 2],
  made: 3,
  keys: ["retry", "limit"],
  innerKeys: ["delay", "times"],
  strings: ["fast", "slow"],
  members: ["Low", "High"],
  style: "named",
};

const change: fc.Arbitrary<Change> = fc.tuple(
  fc.constantFrom<Change[0]>("rename", "move", "order", "add", "drop", "restyle", ...LISTS),
  fc.nat(11),
  fc.nat(11),
);

/** What one release does, in any order; of a list of parameters either the order or the length. */
export const changes = fc
  .array(change, { minLength: 2, maxLength: 8 })
  .map((all) =>
    all.some(([does]) => does === "order") ? all.filter(([does]) => !["add", "drop"].includes(does)) : all,
  );

export function changedBy(parts: Parts, all: readonly Change[]): Parts {
  return all.reduce(changed, parts);
}

function changed(parts: Parts, [does, which, other]: Change): Parts {
  const { exports, parameters, made, style } = parts;
  if (does === "restyle") return { ...parts, style: style === "named" ? "default" : "named" };
  if (does === "rename" || does === "move") {
    const id = EXPORTS[which % EXPORTS.length]!;
    const to = does === "move" ? { module: MODULES[other % 2]! } : { name: NAMES[id][other % 3]! };
    return { ...parts, exports: { ...exports, [id]: { ...exports[id], ...to } } };
  }
  if (does === "order") {
    const at = which % parameters.length;
    return { ...parts, parameters: [...parameters.slice(at), ...parameters.slice(0, at).reverse()] };
  }
  if (does === "add") {
    return { ...parts, made: made + 1, parameters: parameters.toSpliced(which % (parameters.length + 1), 0, made) };
  }
  if (does === "drop") {
    return parameters.length === 1
      ? parts
      : { ...parts, parameters: parameters.toSpliced(which % parameters.length, 1) };
  }
  const names = parts[does];
  const name = NAMES[does][other % 4]!;
  const next = names.includes(name) ? names.toReversed() : names.with(which % 2, name);
  return { ...parts, [does]: next };
}

/** What leads from one version to another: what inference would say if it knew. */
export function manifestOfParts(from: Parts, to: Parts, versions: readonly [from: string, to: string]): Manifest {
  const operations: Said[] = EXPORTS.flatMap((id) => exportChange(id, from.exports[id], to.exports[id]));
  const { send, Options, Mode, Level } = from.exports;
  const callable = `${send.module}.${send.name}`;
  for (const [position, id] of from.parameters.entries()) {
    if (!to.parameters.includes(id)) operations.push(["arg.remove", { callable, name: `p${id}`, position }]);
  }
  for (const [position, id] of to.parameters.entries()) {
    if (from.parameters.includes(id)) continue;
    operations.push(["arg.add", { callable, name: `p${id}`, position, placeholder: valueOf(id) }]);
  }
  const kept = to.parameters.filter((id) => from.parameters.includes(id));
  const order = kept.map((id) => from.parameters.indexOf(id));
  if (order.some((place, i) => place < (order[i - 1] ?? 0))) operations.push(["arg.reorder", { callable, order }]);
  const config = `${Options.module}.${Options.name}`;
  const outer = (parts: Parts): string => parts.keys[0];
  for (const [before, after] of pairsOf(from.keys, to.keys)) {
    operations.push(["config.key_rename", { config, from: before, to: after }]);
  }
  for (const [before, after] of pairsOf(from.innerKeys, to.innerKeys)) {
    const names = { from: `${outer(from)}.${before}`, to: `${outer(to)}.${after}` };
    operations.push(["config.key_rename", { config, ...names }]);
  }
  for (const [before, after] of pairsOf(from.strings, to.strings)) {
    operations.push(["rename.value", { module: Mode.module, container: Mode.name, from: before, to: after }]);
  }
  for (const [before, after] of pairsOf(from.members, to.members)) {
    const place = { module: Level.module, container: Level.name, ...elsewhere(Level, to.exports.Level) };
    operations.push(["rename.member", { ...place, from: before, to: after }]);
  }
  if (from.style !== to.style) {
    operations.push(["restyle.export", { module: "core", name: "Hub", from: from.style, to: to.style }]);
  }
  return manifestOf(...versions, ...operations);
}

function exportChange(id: ExportId, from: Place, to: Place): Said[] {
  const isMoved = to.module !== from.module;
  if (to.name === from.name) {
    return isMoved ? [["rename.import", { from: from.module, to: to.module, symbols: [from.name] }]] : [];
  }
  const kind = id === "send" ? "rename.callable" : "rename.symbol";
  return [[kind, { module: from.module, from: from.name, to: to.name, ...(isMoved && { to_module: to.module }) }]];
}

function elsewhere(from: Place, to: Place): object {
  return {
    ...(to.module !== from.module && { to_module: to.module }),
    ...(to.name !== from.name && { to_container: to.name }),
  };
}

function pairsOf(from: Names, to: Names): [before: string, after: string][] {
  return from.flatMap((name, i): [string, string][] => (to[i] === name ? [] : [[name, to[i]!]]));
}

/** What is passed for a parameter, and its type. */
function valueOf(id: number): string {
  return ["1", '"text"', "true"][id] ?? `[${id}]`;
}

function typeOf(id: number): string {
  return ["number", "string", "boolean"][id] ?? `[${id}]`;
}

/** The version's sources. */
export function sourcesOfParts(parts: Parts, version: string) {
  const { send, Options, Mode, Level } = parts.exports;
  const [first, second] = parts.innerKeys;
  const declared: [Place, string][] = [
    [send, `declare function ${send.name}(${parts.parameters.map((id) => `p${id}: ${typeOf(id)}`).join(", ")}): void;`],
    [
      Options,
      `interface ${Options.name} { ${parts.keys[0]}?: { ${first}?: number; ${second}?: number }; ${parts.keys[1]}?: number }`,
    ],
    [Mode, `type ${Mode.name} = ${parts.strings.map((each) => JSON.stringify(each)).join(" | ")};`],
    [Level, `declare enum ${Level.name} { ${parts.members.join(", ")} }`],
  ];
  const hub = `${parts.style === "default" ? "export default" : "export"} class Hub { open(): void {} }\n`;
  const text = (module: string): string =>
    declared.map(([place, code]) => (place.module === module ? `export ${code}\n` : "")).join("");
  return coreOf(
    "core",
    { "index.ts": `${text("core")}${hub}`, "more.ts": `${text("core/more")}export {};\n` },
    version,
  );
}

/** A dependent that uses all of it, in many ways. */
export function dependentOfParts(parts: Parts): Record<string, string> {
  const { exports, parameters, keys, innerKeys, strings, members, style } = parts;
  const inEveryWay = (id: ExportId, uses: (written: string) => readonly string[]): [string, string][] => {
    const { module, name } = exports[id];
    const from = JSON.stringify(module);
    const ways: [string, string, string][] = [
      ["named", `import { ${name} } from ${from};`, name],
      ["aliased", `import { ${name} as Mine } from ${from};`, "Mine"],
      ["space", `import * as space from ${from};`, `space.${name}`],
    ];
    return ways.map(([way, line, written]) => [`${id}-${way}.ts`, [line, ...uses(written), ""].join("\n")]);
  };
  const passed = parameters.map(valueOf).join(", ");
  const [key, other] = keys;
  return Object.fromEntries([
    ...inEveryWay("send", (send) => [`${send}(${passed});`, `export const again = () => ${send}(${passed});`]),
    ...inEveryWay("Options", (Options) => [
      `export const given: ${Options} = { ${key}: { ${innerKeys[0]}: 1, "${innerKeys[1]}": 2 }, ${other}: 3 };`,
      `export function read({ ${key}: first, ${other}: second }: ${Options}, all: ${Options}) {`,
      `  return [first?.${innerKeys[0]}, second, all.${key}?.${innerKeys[1]}, all["${other}"]];`,
      "}",
    ]),
    ...inEveryWay("Mode", (Mode) => [
      `export const modes: ${Mode}[] = ["${strings[0]}", "${strings[1]}"];`,
      `export const is = (mode: ${Mode}) => mode === "${strings[0]}" || mode === "${strings[1]}";`,
    ]),
    ...inEveryWay("Level", (Level) => [
      `export const levels = [${Level}.${members[0]}, ${Level}["${members[1]}"]];`,
      `export type Lowest = ${Level}.${members[0]};`,
    ]),
    [
      "hub.ts",
      `${style === "named" ? "import { Hub }" : "import Hub"} from "core";\nnew Hub().open();\nexport type Mine = Hub;\n`,
    ],
  ]);
}
