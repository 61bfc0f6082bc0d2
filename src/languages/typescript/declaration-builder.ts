import { ts } from "ts-morph";
import type { Declaration, Signature, SymbolKind } from "../../domain/symbol.js";
import type { BodySpan } from "../file-facts.js";
import { docOf } from "./doc.js";
import { merged, type Derivation } from "./derivation.js";
import { fingerprint } from "./fingerprint.js";
import { hiddenBody, tellingConstructor } from "./hidden-bodies.js";
import { Outline } from "./outline.js";
import { signatureText } from "./signature.js";
import { typeReferences } from "./type-text.js";
import { SPEAKS_OF_OLD_NAMES, warningTexts } from "./warnings.js";
import type { Writable } from "./writable.js";

/** What one syntax node says about a name. Overloads and merged declarations bring several. */
export interface Draft {
  readonly id: string;
  readonly name: string;
  readonly kind: SymbolKind;
  readonly node: ts.Node;
  /** The node that carries the doc comment, where it is not `node`. */
  readonly docNode?: ts.Node | undefined;
  readonly nameNode?: ts.Node | undefined;
  readonly signatures?: readonly Signature[] | undefined;
  readonly type?: string | undefined;
  readonly typeNodes?: readonly (ts.Node | undefined)[] | undefined;
  readonly literals?: readonly string[] | undefined;
  readonly heritage?: readonly string[] | undefined;
  readonly derived?: Derivation | undefined;
  readonly value?: string | undefined;
  readonly aliasOf?: string | undefined;
  readonly body?: ts.Node | undefined;
  readonly static?: boolean | undefined;
  readonly optional?: boolean | undefined;
  readonly unconstructible?: boolean | undefined;
  readonly visibility?: Declaration["visibility"] | undefined;
}

/** When a name is declared twice, the declaration that says most about its use gives the kind. */
const PRECEDENCE: readonly SymbolKind[] = [
  "class",
  "enum",
  "function",
  "method",
  "accessor",
  "constructor",
  "constant",
  "property",
  "enum-member",
  "interface",
  "namespace",
  "type",
];

/** Collects drafts in source order and turns them into declarations. */
export class DeclarationBuilder {
  readonly #drafts = new Map<string, Draft[]>();
  readonly #members = new Map<string, Set<string>>();

  readonly #hasWarnings: boolean;

  constructor(private readonly file: ts.SourceFile) {
    this.#hasWarnings = SPEAKS_OF_OLD_NAMES.test(file.text);
  }

  add(draft: Draft, container?: string): void {
    const known = this.#drafts.get(draft.id);
    if (known === undefined) this.#drafts.set(draft.id, [draft]);
    else known.push(draft);
    if (container !== undefined) this.addMember(container, draft.id);
  }

  addMember(container: string, id: string): void {
    const members = this.#members.get(container);
    if (members === undefined) this.#members.set(container, new Set([id]));
    else members.add(id);
  }

  has(id: string): boolean {
    return this.#drafts.has(id);
  }

  /** Bodies that no other module sees anything of, in source order. */
  hiddenBodies(): BodySpan[] {
    const drafts = [...this.#drafts.values()].flat();
    const telling = new Set(drafts.map(({ node }) => tellingConstructor(node)));
    const nodes = drafts.flatMap(({ node, body }) => (telling.has(node) ? [] : [node, body ?? node]));
    const bodies = new Set(nodes.map(hiddenBody).filter((body) => body !== undefined));
    return [...bodies].map((body): BodySpan => [body.getStart(this.file), body.end]).sort(([a], [b]) => a - b);
  }

  build(): Declaration[] {
    const drafts = [...this.#drafts.values()].flat();
    const wanted = new Map(drafts.map(({ node }) => [node, false]));
    for (const { body } of drafts) if (body !== undefined) wanted.set(body, true);
    const outline = new Outline(this.file, wanted);
    const declarations = new Map<string, Declaration>();
    for (const [id, drafts] of [...this.#drafts].reverse())
      declarations.set(id, this.#declaration(id, drafts, declarations, outline));
    return [...declarations.values()].reverse();
  }

  #declaration(
    id: string,
    drafts: readonly Draft[],
    built: ReadonlyMap<string, Declaration>,
    outline: Outline,
  ): Declaration {
    const main = mostTelling(drafts);
    if (main === undefined) throw new Error(`no draft for ${id}`);
    const members = [...(this.#members.get(id) ?? [])];
    const signatures = publicOverloads(drafts);
    const docs = drafts.map((draft) => docOf(draft.docNode ?? draft.node, this.file));
    const doc = docs.find((candidate) => candidate.doc !== "" || candidate.deprecated !== false) ?? docs[0];
    const body = bodyOf(main.name, drafts, members, built, outline);
    const inner = members.map((member) => built.get(member)).filter((member) => member !== undefined);
    const type = drafts.find((draft) => draft.type !== undefined)?.type;
    const heritage = distinct(gathered(drafts, ({ heritage }) => heritage));
    const sigParts = [
      ...signatures.map(signatureText),
      type ?? "",
      ...heritage,
      ...inner.map((member) => `${member.name}${member.optional ? "?" : ""}:${member.sig}`).sort(),
    ];
    const position = (main.nameNode ?? main.node).getStart(this.file, false);
    const declaration: Writable<Declaration> = {
      id,
      name: main.name,
      kind: main.kind,
      line: this.file.getLineAndCharacterOfPosition(position).line + 1,
      members,
      signatures,
      heritage,
      static: main.static ?? false,
      optional: drafts.some((draft) => draft.optional === true),
      visibility: main.visibility ?? "public",
      doc: doc?.doc ?? "",
      deprecated: doc?.deprecated ?? false,
      tags: doc?.tags ?? [],
      sig: fingerprint(sigParts.join("\n")),
      typeRefs: typeReferences(gathered(drafts, ({ typeNodes }) => typeNodes)),
      calls: outline.callNames(drafts.flatMap(({ body }) => body ?? [])),
      shape: outline.shapeOf(drafts.map(({ node }) => node)),
    };
    const value = drafts.find((draft) => draft.value !== undefined)?.value;
    const { from, wrapped, omits } = merged(drafts.flatMap(({ derived }) => derived ?? []));
    const warnings = this.#hasWarnings ? warningsOf(drafts, members.length > 0) : [];
    if (type !== undefined) declaration.type = type;
    if (main.literals !== undefined) declaration.literals = main.literals;
    if (from.length > 0) declaration.derivedFrom = from;
    if (wrapped.length > 0) declaration.wrapped = wrapped;
    if (omits.length > 0) declaration.omits = omits;
    if (value !== undefined) declaration.value = value;
    if (drafts.length === 1 && main.aliasOf !== undefined) declaration.aliasOf = main.aliasOf;
    if (main.unconstructible === true) declaration.unconstructible = true;
    if (doc?.since !== undefined) declaration.since = doc.since;
    if (body !== undefined) declaration.body = body;
    if (warnings.length > 0) declaration.warnings = warnings;
    return declaration;
  }
}

function mostTelling(drafts: readonly Draft[]): Draft | undefined {
  if (drafts.length === 1) return drafts[0];
  return [...drafts].sort((a, b) => PRECEDENCE.indexOf(a.kind) - PRECEDENCE.indexOf(b.kind))[0];
}

/** What all drafts say together. Most names have one. */
function gathered<T>(drafts: readonly Draft[], said: (draft: Draft) => readonly T[] | undefined): readonly T[] {
  const [only] = drafts;
  return only !== undefined && drafts.length === 1 ? (said(only) ?? []) : drafts.flatMap((draft) => said(draft) ?? []);
}

function distinct(names: readonly string[]): readonly string[] {
  return names.length < 2 ? names : [...new Set(names)];
}

/** A container's body is that of its members together; a value's is its implementation. */
function bodyOf(
  name: string,
  drafts: readonly Draft[],
  members: readonly string[],
  built: ReadonlyMap<string, Declaration>,
  outline: Outline,
): string | undefined {
  const texts = drafts.flatMap(({ node, body }) => (body === undefined ? [] : [outline.bodyText(body, node, name)]));
  for (const member of members) {
    const body = built.get(member)?.body;
    if (body !== undefined) texts.push(`${built.get(member)?.name}:${body}`);
  }
  return texts.length === 0 ? undefined : fingerprint(texts.join("\n"));
}

/** An implementation's own signature is not visible beside its overloads. */
function publicOverloads(drafts: readonly Draft[]): readonly Signature[] {
  if (drafts.length === 1) return drafts[0]?.signatures ?? [];
  const callable = drafts.filter((draft) => (draft.signatures?.length ?? 0) > 0);
  const bodiless = callable.filter((draft) => draft.body === undefined);
  const visible = bodiless.length > 0 && bodiless.length < callable.length ? bodiless : callable;
  return visible.flatMap((draft) => draft.signatures ?? []);
}

/** A container's body is its members', which warn for themselves. */
function warningsOf(drafts: readonly Draft[], isContainer: boolean): string[] {
  const nodes = drafts.flatMap(({ node, body }): ts.Node[] => [
    ...(ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : []),
    ...(body === undefined || isContainer ? [] : [body]),
  ]);
  return [...new Set(nodes.flatMap(warningTexts))];
}
