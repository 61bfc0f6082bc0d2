import { expect, it } from "vitest";
import { changelogPairs } from "../../../src/analysis/evidence/changelog.js";
import { openIndex, type CoreText } from "../../support/core-version.js";

async function pairs(files: CoreText): Promise<string[]> {
  const found = changelogPairs(await openIndex("export const a = 1;", files), "1.4.0", "2.0.0");
  return found.map(({ from, to, places }) => `${from} → ${to} ${places.join(" ")}`);
}

it("reads the sections between the versions only", async () => {
  const text = `# Changelog
## [2.1.0]
- renamed \`late\` to \`later\`
## 2.0.0 (2024-01-01)
- renamed \`open\` to \`connect\`
## v2.0.0-beta.1
- renamed \`Mode\` to \`Modes\`
## 1.4.0
- renamed \`early\` to \`earlier\`
`;
  expect(await pairs({ "CHANGELOG.md": text })).toEqual([
    "open → connect CHANGELOG.md:5",
    "Mode → Modes CHANGELOG.md:7",
  ]);
});

it("reads tables and edits that a guide shows", async () => {
  const text = `# Migrating to 2.x

| before | after |
| --- | --- |
| \`core.open()\` | \`core.connect()\` |
| \`read\` | gone |

\`\`\`diff
- import { parse } from "core";
- const value = parse(text);
+ import { decode } from "core";
+ const value = decode(text, {});
\`\`\`
`;
  expect(await pairs({ "docs/migrating-to-v2.md": text })).toEqual([
    "core.open → core.connect docs/migrating-to-v2.md:5",
    "parse → decode docs/migrating-to-v2.md:8",
  ]);
});

it("reads nothing else", async () => {
  const text = "renamed `open` to `connect`\n";
  expect(await pairs({ "docs/intro.md": text, "src/changelog.ts": `// ${text}` })).toEqual([]);
});
