import { ts } from "ts-morph";
import type { AmbientModule, ExportFact, FileFacts } from "../file-facts.js";
import { addAssignedMembers } from "./assigned-members.js";
import { commonJsExports } from "./commonjs.js";
import { DeclarationBuilder } from "./declaration-builder.js";
import {
  declareClass,
  declareEnum,
  declareExported,
  declareFunction,
  declareInterface,
  declareType,
  declareVariable,
  type Named,
} from "./declare.js";
import { hasModifier, type MemberContext } from "./members.js";
import { moduleStatements } from "./module-statements.js";
import { isDeclarationFile, isJavaScript, parseErrors, parseSource } from "./parse.js";
import { addExportList, addImports, bindings, isExportList, newScope, type Scope } from "./scope.js";
import { entityText } from "./type-text.js";
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
        declareClass(this.#context, { id: scope.prefix + name, name }, node),
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
    if (ts.isFunctionDeclaration(statement)) declareFunction(this.#context, this.#named(statement, scope), statement);
    else if (ts.isClassDeclaration(statement)) declareClass(this.#context, this.#named(statement, scope), statement);
    else if (ts.isInterfaceDeclaration(statement)) {
      declareInterface(this.#context, this.#named(statement, scope), statement);
    } else if (ts.isEnumDeclaration(statement)) declareEnum(this.#context, this.#named(statement, scope), statement);
    else if (ts.isTypeAliasDeclaration(statement)) declareType(this.#context, this.#named(statement, scope), statement);
  }

  /** Notes the statement's name and, where it says `export`, its export. */
  #named(statement: ts.DeclarationStatement & { readonly name?: ts.Node }, scope: Scope): Named {
    const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
    const name = statement.name !== undefined && ts.isIdentifier(statement.name) ? statement.name.text : "default";
    this.#export(statement, name, scope, isDefault);
    return { id: scope.prefix + name, name };
  }

  #export(statement: ts.Statement, name: string, scope: Scope, isDefault = false): void {
    scope.declared.add(name);
    if (!hasModifier(statement, ts.SyntaxKind.ExportKeyword)) return;
    const exported = isDefault ? "default" : name;
    if (scope.exports.some((fact) => fact.kind === "local" && fact.name === exported)) return;
    const typeOnly = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    scope.exports.push({ kind: "local", name: exported, local: scope.prefix + name, typeOnly });
  }

  #variables(statement: ts.VariableStatement, scope: Scope): void {
    for (const declaration of statement.declarationList.declarations) {
      const required = declaration.initializer === undefined ? undefined : requirement(declaration.initializer);
      for (const { name, key } of bindings(declaration.name)) {
        this.#export(statement, name, scope);
        const named = { id: scope.prefix + name, name };
        if (required === undefined) declareVariable(this.#context, named, declaration, statement);
        else scope.imports.push({ local: name, ...required, ...(key === undefined ? {} : { imported: key }) });
      }
    }
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
    this.#namespace(node, this.#named(node, scope), scope);
  }

  #namespace(node: ts.ModuleDeclaration, named: Named, scope: Scope): void {
    const { id } = named;
    this.#builder.add({ ...named, kind: "namespace", node, nameNode: node.name });
    const ambient = scope.ambient || hasModifier(node, ts.SyntaxKind.DeclareKeyword);
    const inner = newScope(`${id}.`, id, ambient);
    if (node.body === undefined) return;
    if (ts.isModuleBlock(node.body)) this.#statements(node.body.statements, inner);
    else if (ts.isModuleDeclaration(node.body) && ts.isIdentifier(node.body.name)) {
      const name = node.body.name.text;
      this.#namespace(node.body, { id: inner.prefix + name, name }, inner);
      this.#builder.addMember(id, inner.prefix + name);
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
    declareExported(this.#context, { id, name: "default" }, node);
    scope.exports.push(
      exported ? { kind: "equals", local: id } : { kind: "local", name: "default", local: id, typeOnly: false },
    );
  }
}
