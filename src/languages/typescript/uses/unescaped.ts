/** The longest part of a string that its literals have as it is, however they are quoted and escaped. */
export function unescapedPart(value: string): string {
  const parts = value.match(/[\w ./:-]+/g) ?? [];
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), "");
}
