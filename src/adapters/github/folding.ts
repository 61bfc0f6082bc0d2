/** A part of a text whose lines may go on elsewhere where there is no room for all of them. */
export interface Section {
  readonly title: string;
  /** Printed before the lines, again in a comment that goes on with them. */
  readonly lead: string;
  readonly lines: readonly string[];
}

const FOLDED = "_The rest is in a comment below, where GitHub's limit for one text left no room here._";

export interface Folded {
  /** The sections as far as there is room, in their order. */
  readonly kept: readonly string[];
  /** The rest, in texts of at most `limit` characters. */
  readonly rest: readonly string[];
}

export function foldSections(sections: readonly Section[], space: number, limit: number): Folded {
  // Every section keeps room for at least its title and the word that the rest is elsewhere.
  const least = (section: Section): number => section.title.length + FOLDED.length + 4;
  let room = sections.reduce((left, section) => left - least(section), space);
  const kept: string[] = [];
  const rest: Section[] = [];
  for (const section of sections) {
    const { text, left } = fill(section, room + least(section));
    kept.push(text);
    room += least(section) - text.length - 2;
    if (left.length > 0) rest.push({ ...section, lines: left });
  }
  return { kept, rest: rest.flatMap((section) => comments(section, limit)) };
}

/** As many of the section's lines as there is room for. */
function fill(section: Section, room: number): { text: string; left: readonly string[] } {
  const opening = openingOf(section);
  let used = opening.length + FOLDED.length + 2;
  const fitting = section.lines.findIndex((line) => (used += line.length + 1) > room);
  if (fitting < 0) return { text: `${opening}${section.lines.join("\n")}`, left: [] };
  const text = `${opening}${section.lines.slice(0, fitting).join("\n")}\n\n${FOLDED}`;
  return { text: fitting === 0 ? `${section.title}\n\n${FOLDED}` : text, left: section.lines.slice(fitting) };
}

function comments(section: Section, limit: number): string[] {
  const opening = openingOf({ ...section, title: `${section.title}, continued` });
  const texts: string[] = [];
  let current: string[] = [];
  let used = opening.length;
  // Room for the invisible line by which the comment is found again.
  const room = limit - 200;
  for (const line of section.lines) {
    if (used + line.length + 1 > room && current.length > 0) {
      texts.push(`${opening}${current.join("\n")}`);
      current = [];
      used = opening.length;
    }
    current.push(line);
    used += line.length + 1;
  }
  return [...texts, `${opening}${current.join("\n")}`];
}

function openingOf(section: Section): string {
  return section.lead === "" ? `${section.title}\n\n` : `${section.title}\n\n${section.lead}\n`;
}
