/** Two names that prose puts in the relation old → new, dotted or bare. */
export interface PairedNames {
  readonly from: string;
  readonly to: string;
  /** (0, 1]: how plainly the words say so. */
  readonly strength: number;
}

const IDENTIFIER = "[A-Za-z_$][\\w$]*";
const DOTTED = `${IDENTIFIER}(?:(?:\\.prototype)?(?:\\.|#|::)${IDENTIFIER})*`;
/** Code is quoted, or shows by dots, calls, capitals and underscores that it is no English. */
const CODE = new RegExp(
  `\`([^\`]+)\`|\\{@link(?:code|plain)?\\s+([^}|]+)[^}]*\\}|<code>([^<]+)</code>|(?<![\\w$/.-])(${DOTTED}\\(\\)|${IDENTIFIER}(?:[.#]${IDENTIFIER})+|[A-Za-z$_]+[a-z\\d$_][A-Z][\\w$]*|[A-Za-z]+_[\\w$]+)(?![\\w$/-])`,
  "g",
);
/** One name or a list of them in the text, by number. */
const N = "⟦([\\d,]+)⟧";
const LIST = /⟦([\d,]+)⟧(?:\s*(?:,|\/|&)\s*(?:and\s|or\s)?|\s+(?:and|or)\s+)⟦(\d+)⟧/;
const SPOKEN = new RegExp(`^\\s*(?:new\\s+|await\\s+|<|@|\\.|#)?(${DOTTED})`);
const SHARED_MEMBER = new RegExp(`^\\s*(?:${IDENTIFIER}/)+${IDENTIFIER}[.#](${IDENTIFIER})`);
const ARROW = /→|➡️?|⇒|-+>|=+>/g;
/** Words between a cue and a name. */
const FEW = "(?:[^⟦.;:|]{0,40})";

/** What the core's authors write, best first; `reversed` where the new name comes first. */
const RELATIONS: readonly { readonly pattern: RegExp; readonly strength: number; readonly reversed?: boolean }[] = [
  { pattern: relation(`${N}\\s*(?:${ARROW.source})\\s*${N}`), strength: 1 },
  { pattern: relation(`\\brenam(?:e|es|ed|ing)\\b${FEW}${N}${FEW}\\b(?:to|into|as)\\b${FEW}${N}`), strength: 1 },
  {
    pattern: relation(
      `${N}${FEW}\\b(?:renamed|changed)\\b\\s*(?:to|into|as)\\b${FEW}${N}|${N}\\s+(?:is|are|was|has been)\\s+(?:now|now called|called)\\s+${N}`,
    ),
    strength: 1,
  },
  {
    pattern: relation(`${N}${FEW}\\b(?:replaced|superseded|succeeded|substituted)\\b\\s*(?:by|with)\\b${FEW}${N}`),
    strength: 0.9,
  },
  {
    pattern: relation(
      `\\b(?:replac|chang|migrat|convert)(?:e|es|ed|ing)\\b${FEW}${N}${FEW}\\b(?:with|to|by)\\b${FEW}${N}`,
    ),
    strength: 0.8,
  },
  {
    pattern: relation(
      `\\bmov(?:e|es|ed|ing)\\b${FEW}${N}${FEW}\\bto\\b${FEW}${N}|${N}${FEW}\\bmoved\\s+to\\b${FEW}${N}`,
    ),
    strength: 0.5,
  },
  {
    pattern: relation(`${N}${FEW}\\b(?:in favou?r of|instead,? use|please use|use|prefer)\\b${FEW}${N}`),
    strength: 0.7,
  },
  {
    pattern: relation(
      `${N}[^⟦|]{0,60}[.;:,]\\s*(?:please\\s+|you should\\s+)?(?:use|prefer|see|switch to)\\b${FEW}${N}`,
    ),
    strength: 0.6,
  },
  {
    pattern: relation(
      `${N}${FEW}\\b(?:instead of|in place of|rather than|replaces|supersedes|formerly|previously|was called)\\b${FEW}${N}`,
    ),
    strength: 0.8,
    reversed: true,
  },
  { pattern: relation(`${N}${FEW}\\binstead\\b${FEW}\\bof\\b${FEW}${N}`), strength: 0.7, reversed: true },
];

/** Pairs of names that one sentence, heading or list item relates. */
export function pairedNames(prose: string): PairedNames[] {
  const names: string[] = [];
  const text = prose.replace(CODE, (_all, quoted, link, html, bare) => {
    names.push(spokenName(String(quoted ?? link ?? html ?? bare)));
    return `⟦${names.length - 1}⟧`;
  });
  if (names.length < 2) return [];
  // Between several arrows a comma parts the pairs, and does not make a list.
  const listed = (text.match(ARROW)?.length ?? 0) > 1 ? text : joinLists(text);
  const pairs: PairedNames[] = [];
  for (const { pattern, strength, reversed } of RELATIONS) {
    for (const match of listed.matchAll(pattern)) {
      const [first = [], second = []] = match.slice(1).flatMap((list) => (list === undefined ? [] : [namesOf(list)]));
      for (const [from, to] of reversed === true ? zip(second, first) : zip(first, second)) {
        if (from === "" || to === "" || from === to) continue;
        if (!pairs.some((pair) => pair.from === from && pair.to === to)) pairs.push({ from, to, strength });
      }
    }
  }
  return pairs;

  function namesOf(list: string): string[] {
    return list.split(",").map((n) => names[Number(n)] ?? "");
  }
}

/** `⟦0⟧, ⟦1⟧ and ⟦2⟧` becomes `⟦0,1,2⟧`. */
function joinLists(text: string): string {
  const joined = text.replace(LIST, "⟦$1,$2⟧");
  return joined === text ? text : joinLists(joined);
}

/** Lists of one length are related one by one, several names to one each to it. */
function zip(from: readonly string[], to: readonly string[]): [string, string][] {
  if (from.length !== to.length && to.length !== 1) return [];
  return from.map((name, i) => [name, to[i] ?? to[0] ?? ""]);
}

/**
 * The name that a piece of code begins with: `Foo.bar` of `new Foo.bar(x)`, `<Foo.bar />` and `@Foo.bar()`, the bare name where it is that of
 * several containers (`Foo/Baz#bar`); "" where it begins otherwise.
 */
export function spokenName(code: string): string {
  const shared = SHARED_MEMBER.exec(code)?.[1];
  const name = shared ?? SPOKEN.exec(code)?.[1] ?? "";
  return name.replace(".prototype", "").replace(/#|::/g, ".");
}

function relation(source: string): RegExp {
  return new RegExp(source, "gi");
}
