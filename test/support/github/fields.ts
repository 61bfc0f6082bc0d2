/** The JSON of a request, read field by field. Its form has been checked against the description. */
export class Fields {
  /** The JSON itself, undefined where there was none. */
  readonly source: unknown;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: unknown) {
    this.source = values;
    this.#values = isObject(values) ? values : {};
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  raw(name: string): unknown {
    return this.#values[name];
  }

  optionalText(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  }

  text(name: string): string {
    return this.optionalText(name) ?? "";
  }

  flag(name: string): boolean | undefined {
    const value = this.#values[name];
    return typeof value === "boolean" ? value : undefined;
  }

  texts(name: string): string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  }

  numbers(name: string): number[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.filter((item) => typeof item === "number") : [];
  }

  object(name: string): Fields | undefined {
    const value = this.#values[name];
    return isObject(value) ? new Fields(value) : undefined;
  }

  objects(name: string): Fields[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.filter(isObject).map((item) => new Fields(item)) : [];
  }

  values(): Readonly<Record<string, unknown>> {
    return this.#values;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
