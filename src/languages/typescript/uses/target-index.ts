import { ts } from "ts-morph";
import { expectedType } from "./expected-type.js";
import { propertiesOf, type ResolvedTarget } from "./resolve-targets.js";

/** What the checker says of a name at a place: whose it is, and how sure that is. */
export interface Verdict {
  readonly targets: readonly ResolvedTarget[];
  readonly certainty: "certain" | "possible";
  readonly reason: string;
  /** False where the receiver's type is not known. */
  readonly isTyped: boolean;
}

/** Finds the targets that a declaration, a symbol or a receiver's member belongs to. */
export class TargetIndex {
  readonly #byName = new Map<string, ResolvedTarget[]>();
  readonly #byDeclaration = new Map<ts.Declaration, ResolvedTarget[]>();
  readonly #bySymbol = new Map<ts.Symbol, ResolvedTarget[]>();
  readonly #overrides = new Map<ts.Declaration, readonly ResolvedTarget[]>();

  constructor(
    readonly targets: readonly ResolvedTarget[],
    readonly checker: ts.TypeChecker,
    /** True for files that belong to the core, not to the dependent. */
    private readonly isCoreFile: (file: ts.SourceFile) => boolean,
  ) {
    for (const target of targets) {
      append(this.#byName, target.name, target);
      if (target.access === "value") continue;
      for (const symbol of target.undeclared ?? []) append(this.#bySymbol, symbol, target);
      for (const declaration of target.declarations) append(this.#byDeclaration, declaration, target);
    }
  }

  named(name: string): readonly ResolvedTarget[] {
    return this.#byName.get(name) ?? [];
  }

  /** The targets of a symbol of which every declaration is a target's. */
  ofSymbol(symbol: ts.Symbol, name: string): readonly ResolvedTarget[] {
    const { declarations } = symbol;
    if (declarations === undefined) return this.#bySymbol.get(symbol) ?? [];
    const found = declarations.map((each) => this.ofDeclaration(each, name));
    return found.length > 0 && found.every((each) => each.length > 0) ? [...new Set(found.flat())] : [];
  }

  ofDeclaration(declaration: ts.Declaration, name: string): readonly ResolvedTarget[] {
    const direct = this.#byDeclaration.get(declaration);
    if (direct !== undefined) return direct.filter((each) => each.name === name);
    // Where the core itself overrides a member, only an operation on the override says what became of that.
    return this.isCoreFile(declaration.getSourceFile()) ? [] : this.#overriddenBy(declaration, name);
  }

  #overriddenBy(declaration: ts.Declaration, name: string): readonly ResolvedTarget[] {
    const known = this.#overrides.get(declaration);
    if (known !== undefined) return known;
    this.#overrides.set(declaration, []);
    const inherited = this.#overridden(declaration, name);
    this.#overrides.set(declaration, inherited);
    return inherited;
  }

  #touches(declaration: ts.Declaration, name: string): boolean {
    return this.ofDeclaration(declaration, name).length > 0 || this.#overriddenBy(declaration, name).length > 0;
  }

  /** Judges the member `name` of a receiver, constituent by constituent. */
  ofMember(receiver: ts.Type, name: string): Verdict | undefined {
    const candidates = this.named(name).filter((each) => each.access === "path" || each.access === "member");
    if (candidates.length === 0) return undefined;
    const parts = constituents(this.checker, receiver);
    const unknown = parts.some((part) => part.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown));
    if (unknown) {
      return { targets: candidates, certainty: "possible", reason: "the receiver's type is not known", isTyped: false };
    }
    const found: ResolvedTarget[] = [];
    let foreign = false;
    let touched = false;
    for (const part of parts) {
      const [property] = propertiesOf(this.checker, part, name);
      if (property === undefined) continue;
      const owners = this.ofSymbol(property, name);
      const covered = owners.filter((each) => this.#isReceiver(part, each));
      found.push(...covered);
      foreign ||= covered.length === 0;
      touched ||= owners.length === 0 && (property.declarations ?? []).some((each) => this.#touches(each, name));
    }
    if (found.length === 0 && !touched) return undefined;
    if (found.length === 0) {
      const reason =
        "only a part of the receiver's type, or a class that it overrides, is what the operation speaks of";
      return { targets: candidates, certainty: "possible", reason, isTyped: true };
    }
    const targets = [...new Set(found)];
    if (foreign) {
      const reason = "only some of the receiver's types are the core's";
      return { targets, certainty: "possible", reason, isTyped: true };
    }
    return { targets, certainty: "certain", reason: "the checker says that the receiver is the core's", isTyped: true };
  }

  /** A member that its container merely inherits is that container's only where the receiver is one. */
  #isReceiver(type: ts.Type, target: ResolvedTarget): boolean {
    const { inheritedBy } = target;
    return inheritedBy === undefined || derivesFrom(this.checker, type, inheritedBy);
  }

  /** The targets that a member of a class or interface overrides or implements, or that a key of an object satisfies. */
  #overridden(declaration: ts.Declaration, name: string): readonly ResolvedTarget[] {
    if (ts.isSourceFile(declaration)) return [];
    if (ts.isObjectLiteralExpression(declaration.parent)) return this.#satisfied(declaration.parent, name);
    const owner = ts.isParameter(declaration) ? declaration.parent.parent : declaration.parent;
    if (!ts.isClassLike(owner) && !ts.isInterfaceDeclaration(owner)) return [];
    if (this.named(name).length === 0) return [];
    const found: ResolvedTarget[] = [];
    for (const heritage of owner.heritageClauses?.flatMap((clause) => [...clause.types]) ?? []) {
      const base = this.checker.getTypeAtLocation(heritage);
      const verdict = this.ofMember(
        isStatic(declaration) ? this.checker.getTypeAtLocation(heritage.expression) : base,
        name,
      );
      if (verdict === undefined) {
        if (propertiesOf(this.checker, base, name).length > 0) return [];
        continue;
      }
      if (verdict.certainty === "certain") found.push(...verdict.targets);
    }
    return [...new Set(found)];
  }

  #satisfied(literal: ts.ObjectLiteralExpression, name: string): readonly ResolvedTarget[] {
    const wanted = this.named(name).length === 0 ? undefined : expectedType(this.checker, literal);
    const verdict = wanted && this.ofMember(wanted, name);
    return verdict?.certainty === "certain" ? verdict.targets : [];
  }
}

function isStatic(declaration: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Static) !== 0;
}

/** The types that a receiver may have, without null and undefined, type parameters resolved to their constraints. */
function constituents(checker: ts.TypeChecker, receiver: ts.Type): readonly ts.Type[] {
  const type = checker.getNonNullableType(receiver);
  const resolved = type.flags & ts.TypeFlags.Instantiable ? checker.getBaseConstraintOfType(type) : type;
  if (resolved === undefined) return [];
  return resolved.isUnion() ? resolved.types : [resolved];
}

function derivesFrom(checker: ts.TypeChecker, type: ts.Type, owners: ReadonlySet<ts.Declaration>): boolean {
  if (type.isIntersection()) return type.types.some((part) => derivesFrom(checker, part, owners));
  const symbol = type.aliasSymbol ?? type.getSymbol();
  if (symbol?.declarations?.some((each) => owners.has(each)) === true) return true;
  return (type.getBaseTypes() ?? []).some((base) => derivesFrom(checker, base, owners));
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
