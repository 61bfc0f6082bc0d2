import { z } from "zod";

const markerSchema = z.object({
  version: z.literal(1),
  campaign: z.string(),
  migration: z.string(),
  attempt: z.string(),
  run: z.string(),
  package: z.string(),
  from: z.string(),
  to: z.string(),
  base: z.string(),
  manifest: z.string(),
});

/** What the app must know again when it meets its own pull request. */
export type BodyMarker = z.infer<typeof markerSchema>;

const OPEN = "<!-- onx-migrate ";
const CLOSE = " -->";

export function renderMarker(marker: BodyMarker): string {
  const json = JSON.stringify(marker).replace(/[<>-]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
  return `${OPEN}${json}${CLOSE}`;
}

/** The last marker of a text, or undefined where there is none that can be read. */
export function parseMarker(text: string): BodyMarker | undefined {
  const start = text.lastIndexOf(OPEN);
  if (start < 0) return undefined;
  const end = text.indexOf(CLOSE, start);
  if (end < 0) return undefined;
  const parsed = markerSchema.safeParse(parseJson(text.slice(start + OPEN.length, end)));
  return parsed.success ? parsed.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
