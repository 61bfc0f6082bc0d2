export interface Route<H> {
  readonly method: string;
  /** As in GitHub's description: /repos/{owner}/{repo}. */
  readonly template: string;
  /** Undefined for an operation that GitHub has and the stand-in lacks. */
  readonly handler: H | undefined;
  readonly parameters: Readonly<Record<string, string>>;
}

interface Pattern<H> {
  readonly template: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly methods: ReadonlyMap<string, H>;
}

/** Parameters that may hold slashes. */
const MANY_SEGMENTS = new Set(["path", "ref", "branch", "tag", "basehead"]);

/** Finds the operation of a request, by all paths that GitHub describes. */
export class Routes<H> {
  readonly #patterns: readonly Pattern<H>[];

  constructor(templates: readonly string[], handlers: Readonly<Record<string, H>>) {
    const byTemplate = new Map<string, Map<string, H>>();
    for (const [key, handler] of Object.entries(handlers)) {
      const [method = "", template = ""] = key.split(" ");
      if (!templates.includes(template)) throw new Error(`GitHub describes no path ${template}`);
      byTemplate.set(template, (byTemplate.get(template) ?? new Map<string, H>()).set(method, handler));
    }
    this.#patterns = templates
      .map((template) => compile(template, byTemplate.get(template) ?? new Map<string, H>()))
      .toSorted((one, other) => literals(other.template) - literals(one.template));
  }

  find(method: string, path: string): Route<H> | undefined {
    for (const { template, pattern, names, methods } of this.#patterns) {
      const match = pattern.exec(path);
      if (match === null) continue;
      const values = match.slice(1).map(decodeURIComponent);
      const parameters = Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
      return { method, template, handler: methods.get(method), parameters };
    }
    return undefined;
  }
}

function compile<H>(template: string, methods: ReadonlyMap<string, H>): Pattern<H> {
  const names: string[] = [];
  const source = template.replaceAll(/{([^}]+)}/g, (_, name: string) => {
    names.push(name);
    if (name === "path") return "(.*)";
    return MANY_SEGMENTS.has(name) ? "(.+)" : "([^/]+)";
  });
  return { template, names, methods, pattern: new RegExp(`^${source}$`) };
}

// The path with most fixed segments is meant: /releases/latest before /releases/{release_id}.
function literals(template: string): number {
  return template.split("/").filter((segment) => segment !== "" && !segment.includes("{")).length;
}
