import type { Manifest } from "../domain/manifest.js";
import { bandOf, type Operation, type Thresholds } from "../domain/operation.js";
import { automatic } from "./notes/automatic.js";
import { byHand } from "./notes/by-hand.js";
import { changesOf } from "./notes/change.js";
import { counted, prose } from "./notes/markdown.js";

/** The manifest as a migration guide for people: first what they have to do, then what is done for them. */
export function migrationNotes(manifest: Manifest): string {
  const { package: name, from, to, provenance } = manifest;
  const changes = changesOf(manifest);
  const manual = changes.filter(({ operation }) => needsPerson(operation, provenance.thresholds));
  const edited = changes.filter((change) => !manual.includes(change));
  const broken = edited.filter(({ operation }) => operation.breaking);
  const deprecated = edited.filter(({ operation }) => !operation.breaking);
  const lines = [
    `# Migrating ${name} from ${from} to ${to}`,
    "",
    prose(manifest.summary),
    "",
    ...(changes.length === 0 ? [] : run(manifest, edited.length, manual.length)),
    ...chapter("What is left to you", byHand(manual, name)),
    ...chapter("What the tool changes", automatic(broken, provenance.thresholds)),
    ...chapter("Deprecated", automatic(deprecated, provenance.thresholds), [
      "The old names still work in this version; the tool replaces them all the same.",
    ]),
  ];
  return `${lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trimEnd()}\n`;
}

/** Kinds that are never rewritten, and everything that is too unsure to be. */
function needsPerson({ kind, match, confidence }: Operation, thresholds: Thresholds): boolean {
  if (kind === "remove.symbol" || kind === "change.signature") return true;
  if (kind === "arg.add" && match["placeholder"] === undefined) return true;
  return bandOf(confidence, thresholds) === "review";
}

function run({ package: name, provenance }: Manifest, edited: number, manual: number): string[] {
  const { auto, warn } = provenance.thresholds;
  return [
    `Of ${counted(edited + manual, "change")}, the tool carries out ${edited} in your code and leaves ${manual} to you.`,
    "",
    "## Run the tool",
    "",
    "```sh",
    "onx-migrate apply --manifest change_manifest.yaml --target . --dry-run --diff-output preview.patch  # look first",
    "onx-migrate apply --manifest change_manifest.yaml --target .",
    "```",
    "",
    `It edits what uses ${name}, raises its version, and leaves a \`TODO(onx-migrate …)\` comment at most places that are left to you. Everything can be taken back with \`onx-migrate rollback\`.`,
    "",
    `The confidence of a change is the probability that it was read rightly from the two versions: from ${auto} on it is carried out, from ${warn} on carried out and worth a look, below that left to you. What is _declared_ was written by the maintainers.`,
    "",
  ];
}

function chapter(title: string, lines: readonly string[], lead: readonly string[] = []): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, "", ...lead.flatMap((line) => [line, ""]), ...lines];
}
