import { ts } from "ts-morph";
import type { AmbientModule, ExportFact, FileFacts } from "../file-facts.js";
import { addAssignedMembers } from "./assigned-members.js";
import { commonJsExports } from "./commonjs.js";
import { DeclarationBuilder, type Draft } from "./declaration-builder.js";
import { derivation, merged } from "./derivation.js";
import {
  addMembers,
  addObjectMembers,
  addTypeMembers,
  callableParts,
  hasModifier,
  valueParts,
  type MemberContext,
} from "./members.js";
import { moduleStatements } from "./module-statements.js";
import { isDeclarationFile, isJavaScript, parseErrors, parseSource } from "./parse.js";
import { addExportList, addImports, bindings, isExportList, newScope, referencedTypes, type Scope } from "./scope.js";
import { signatureOf } from "./signature.js";
import { entityText, nodeText, typeText } from "./type-text.js";
import { requirement, unwrap } from "./values.js";
import { SPEAKS_OF_OLD_NAMES, warningTexts } from "./warnings.js";

/** Reads one file's declarations, exports and imports. Never throws: what cannot be parsed is in `errors`. */
export function extractFile(path: string, text: string): FileFacts {
  try {
    const extraction = new Extraction(parseSource(path, text), isDeclarationFile(path));
    return extraction.run(isJavaScript(path));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ...NOTHING, errors: [{ line: 1, message: "nested too deeply to be read" }] };
  }
}

const NOTHING: FileFacts = {
  declarations: [],
  exports: [],
  imports: [],
  ambientModules: [],
  namespaceExports: new Map(),
  errors: [],
};

class Extraction {
  readonly #builder: DeclarationBuilder;
  readonly #context: MemberContext;
  readonly #ambientModules: AmbientModule[] = [];
  readonly #namespaceExports = new Map<string, ExportFact[]>();

  constructor(
    private readonly file: ts.SourceFile,
    private readonly declarationFile: boolean,
  ) {
    this.#builder = new DeclarationBuilder(file);
    this.#context = { file, builder: this.#builder };
  }

  run(javaScript: boolean): FileFacts {
    const scope = newScope("", undefined, this.declarationFile);
    const statements = javaScript ? moduleStatements(this.file) : this.file.statements;
    this.#statements(statements, scope);
    if (javaScript && scope.exports.length === 0)
      commonJsExports(statements, this.#context, scope.exports, scope.imports, (node, name) =>
        this.#class(node, name, scope),
      );
    if (javaScript) addAssignedMembers(statements, this.#context);
    return {
      declarations: this.#builder.build(),
      exports: scope.exports,
      imports: scope.imports,
      ambientModules: this.#ambientModules,
      namespaceExports: this.#namespaceExports,
      warnings: SPEAKS_OF_OLD_NAMES.test(this.file.text)
        ? this.file.statements.filter(ts.isExpressionStatement).flatMap(warningTexts)
        : [],
      ...(javaScript ? {} : { hiddenBodies: this.#builder.hiddenBodies() }),
      errors: parseErrors(this.file),
    };
  }

  #statements(statements: readonly ts.Statement[], scope: Scope): void {
    for (const statement of statements) this.#statement(statement, scope);
    const isModule =
      scope.container !== undefined || scope.prefix !== "" || scope.exports.length > 0 || scope.imports.length > 0;
    if (!scope.ambient || !isModule || statements.some(isExportList)) return;
    const exported = new Set(scope.exports.map((fact) => ("name" in fact ? fact.name : "")));
    for (const name of scope.declared) {
      if (!exported.has(name)) scope.exports.push({ kind: "local", name, local: scope.prefix + name, typeOnly: false });
    }
  }

  #statement(statement: ts.Statement, scope: Scope): void {
    if (ts.isImportDeclaration(statement)) return addImports(statement, scope);
    if (ts.isImportEqualsDeclaration(statement)) return this.#importEquals(statement, scope);
    if (ts.isExportDeclaration(statement)) return addExportList(statement, scope);
    if (ts.isExportAssignment(statement)) return this.#exportAssignment(statement, scope);
    if (ts.isVariableStatement(statement)) return this.#variables(statement, scope);
    if (ts.isModuleDeclaration(statement)) return this.#module(statement, scope);
    if (ts.isFunctionDeclaration(statement)) {
      const name = this.#named(statement, scope);
      this.#builder.add({
        id: scope.prefix + name,
        name,
        kind: "function",
        node: statement,
        nameNode: statement.name,
        ...callableParts(statement, this.file),
      });
    } else if (ts.isClassDeclaration(statement)) {
      const name = this.#named(statement, scope);
      this.#class(statement, name, scope);
    } else if (ts.isInterfaceDeclaration(statement)) {
      const name = this.#named(statement, scope);
      const signatures = statement.members
        .filter(ts.isCallSignatureDeclaration)
        .map((member) => signatureOf(member, this.file));
      this.#builder.add({
        id: scope.prefix + name,
        name,
        kind: "interface",
        node: statement,
        nameNode: statement.name,
        signatures,
        heritage: this.#heritage(statement),
        derived: merged((statement.heritageClauses ?? []).flatMap(({ types }) => types.map(derivation))),
        typeNodes: [...(statement.heritageClauses ?? []), ...(statement.typeParameters ?? [])],
      });
      addMembers(this.#context, scope.prefix + name, statement.members);
    } else if (ts.isEnumDeclaration(statement)) {
      const name = this.#named(statement, scope);
      this.#builder.add({ id: scope.prefix + name, name, kind: "enum", node: statement, nameNode: statement.name });
      addMembers(this.#context, scope.prefix + name, statement.members);
    } else if (ts.isTypeAliasDeclaration(statement)) this.#typeAlias(statement, scope);
  }

  /** Notes the statement's name and, where it says `export`, its export. */
  #named(statement: ts.DeclarationStatement & { readonly name?: ts.Node }, scope: Scope): string {
    const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
    const name = statement.name !== undefined && ts.isIdentifier(statement.name) ? statement.name.text : "default";
    this.#export(statement, name, scope, isDefault);
    return name;
  }

  #export(statement: ts.Statement, name: string, scope: Scope, isDefault = false): void {
    scope.declared.add(name);
    if (!hasModifier(statement, ts.SyntaxKind.ExportKeyword)) return;
    const exported = isDefault ? "default" : name;
    if (scope.exports.some((fact) => fact.kind === "local" && fact.name === exported)) return;
    const typeOnly = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    scope.exports.push({ kind: "local", name: exported, local: scope.prefix + name, typeOnly });
  }

  #class(node: ts.ClassLikeDeclaration, name: string, scope: Scope): void {
    this.#builder.add({
      id: scope.prefix + name,
      name,
      kind: "class",
      node,
      nameNode: node.name,
      heritage: this.#heritage(node),
      typeNodes: [...(node.heritageClauses ?? []), ...(node.typeParameters ?? [])],
      unconstructible: isUnconstructible(node),
    });
    addMembers(this.#context, scope.prefix + name, node.members);
  }

  #typeAlias(node: ts.TypeAliasDeclaration, scope: Scope): void {
    const name = this.#named(node, scope);
    const reference = ts.isTypeReferenceNode(node.type) ? entityText(node.type.typeName) : undefined;
    const same = reference !== undefined && passesParametersOn(node);
    this.#builder.add({
      id: scope.prefix + name,
      name,
      kind: "type",
      node,
      nameNode: node.name,
      ...this.#aliased(node.type),
      aliasOf: same ? reference : undefined,
      ...literalsOf(node.type),
      derived: merged([
        derivation(node.type),
        { from: reference === undefined || same ? [] : [reference], wrapped: [], omits: [] },
      ]),
      heritage: ts.isIntersectionTypeNode(node.type) ? referencedTypes(node.type) : [],
      typeNodes: [node.type],
    });
    addTypeMembers(this.#context, scope.prefix + name, node.type);
  }

  /** Literals are known by their members and functions by their signature, other types by their text. */
  #aliased(type: ts.TypeNode): Pick<Draft, "signatures" | "type"> {
    if (ts.isFunctionTypeNode(type)) return { signatures: [signatureOf(type, this.file)] };
    return ts.isTypeLiteralNode(type) ? {} : { type: typeText(type, this.file) };
  }

  #variables(statement: ts.VariableStatement, scope: Scope): void {
    for (const declaration of statement.declarationList.declarations) {
      const required = declaration.initializer === undefined ? undefined : requirement(declaration.initializer);
      for (const { name, key } of bindings(declaration.name)) {
        this.#export(statement, name, scope);
        if (required === undefined) this.#variable(name, declaration, statement, scope);
        else scope.imports.push({ local: name, ...required, ...(key === undefined ? {} : { imported: key }) });
      }
    }
  }

  #variable(name: string, node: ts.VariableDeclaration, statement: ts.VariableStatement, scope: Scope): void {
    const id = scope.prefix + name;
    const initializer = ts.isIdentifier(node.name) ? node.initializer : undefined;
    const value = initializer === undefined ? undefined : unwrap(initializer);
    if (value !== undefined && ts.isClassExpression(value)) return this.#class(value, name, scope);
    const parts = valueParts(node.type, initializer, this.file);
    this.#builder.add({
      id,
      name,
      kind: (parts.signatures?.length ?? 0) > 0 ? "function" : "constant",
      node,
      docNode: statement,
      nameNode: node.name,
      ...parts,
    });
    if (node.type !== undefined) addTypeMembers(this.#context, id, node.type);
    if (initializer !== undefined) addObjectMembers(this.#context, id, initializer);
  }

  #module(node: ts.ModuleDeclaration, scope: Scope): void {
    if (node.body === undefined) return;
    if (ts.isStringLiteral(node.name)) {
      if (!ts.isModuleBlock(node.body)) return;
      const inner = newScope(`${node.name.text}:`, undefined, true);
      this.#statements(node.body.statements, inner);
      this.#ambientModules.push({ name: node.name.text, exports: inner.exports, imports: inner.imports });
      return;
    }
    if (node.name.text === "global") return;
    const name = this.#named(node, scope);
    this.#namespace(node, name, scope);
  }

  #namespace(node: ts.ModuleDeclaration, name: string, scope: Scope): void {
    const id = scope.prefix + name;
    this.#builder.add({ id, name, kind: "namespace", node, nameNode: node.name });
    const ambient = scope.ambient || hasModifier(node, ts.SyntaxKind.DeclareKeyword);
    const inner = newScope(`${id}.`, id, ambient);
    if (node.body === undefined) return;
    if (ts.isModuleBlock(node.body)) this.#statements(node.body.statements, inner);
    else if (ts.isModuleDeclaration(node.body) && ts.isIdentifier(node.body.name)) {
      this.#namespace(node.body, node.body.name.text, inner);
      this.#builder.addMember(id, `${id}.${node.body.name.text}`);
      return;
    }
    const listed: ExportFact[] = [];
    for (const fact of inner.exports) {
      if (fact.kind === "local" && this.#builder.has(fact.local)) this.#builder.addMember(id, fact.local);
      else listed.push(fact);
    }
    if (listed.length > 0) this.#namespaceExports.set(id, [...(this.#namespaceExports.get(id) ?? []), ...listed]);
    scope.imports.push(...inner.imports);
  }

  #importEquals(node: ts.ImportEqualsDeclaration, scope: Scope): void {
    const local = node.name.text;
    if (ts.isExternalModuleReference(node.moduleReference)) {
      const specifier = node.moduleReference.expression;
      if (ts.isStringLiteral(specifier)) scope.imports.push({ local, specifier: specifier.text, imported: "*" });
    } else {
      const id = scope.prefix + local;
      this.#builder.add({ id, name: local, kind: "constant", node, aliasOf: entityText(node.moduleReference) });
    }
    this.#export(node, local, scope);
  }

  #exportAssignment(node: ts.ExportAssignment, scope: Scope): void {
    const expression = unwrap(node.expression);
    const exported = node.isExportEquals === true;
    if (ts.isIdentifier(expression)) {
      const local = this.#builder.has(scope.prefix + expression.text)
        ? scope.prefix + expression.text
        : expression.text;
      scope.exports.push(
        exported ? { kind: "equals", local } : { kind: "local", name: "default", local, typeOnly: false },
      );
      return;
    }
    const id = `${scope.prefix}default`;
    if (ts.isClassExpression(expression)) this.#class(expression, "default", scope);
    else {
      const parts = valueParts(undefined, expression, this.file);
      const kind = (parts.signatures?.length ?? 0) > 0 ? "function" : "constant";
      this.#builder.add({ id, name: "default", kind, node, ...parts });
      addObjectMembers(this.#context, id, expression);
    }
    scope.exports.push(
      exported ? { kind: "equals", local: id } : { kind: "local", name: "default", local: id, typeOnly: false },
    );
  }

  #heritage(node: ts.ClassLikeDeclaration | ts.InterfaceDeclaration): string[] {
    return (node.heritageClauses ?? []).flatMap((clause) =>
      clause.types.map((type) => nodeText(type.expression, this.file)),
    );
  }
}

/** The strings of `"a" | "b"`. */
function literalsOf(type: ts.TypeNode): Pick<Draft, "literals"> {
  const parts = ts.isUnionTypeNode(type) ? type.types : [type];
  const literals = parts.flatMap((part) =>
    ts.isLiteralTypeNode(part) && ts.isStringLiteralLike(part.literal) ? [part.literal.text] : [],
  );
  return literals.length === 0 || literals.length < parts.length ? {} : { literals };
}

/** Whether `type A<T> = B<T>` is just another name: no argument is anything but a parameter of its own. */
function passesParametersOn({ type, typeParameters }: ts.TypeAliasDeclaration): boolean {
  if (!ts.isTypeReferenceNode(type)) return false;
  const own = new Set(typeParameters?.map(({ name }) => name.text));
  return (type.typeArguments ?? []).every(
    (argument) => ts.isTypeReferenceNode(argument) && own.has(entityText(argument.typeName)),
  );
}

function isUnconstructible(node: ts.ClassLikeDeclaration): boolean {
  if (hasModifier(node, ts.SyntaxKind.AbstractKeyword)) return true;
  return node.members.some(
    (member) =>
      ts.isConstructorDeclaration(member) &&
      (hasModifier(member, ts.SyntaxKind.PrivateKeyword) || hasModifier(member, ts.SyntaxKind.ProtectedKeyword)),
  );
}
