import Table from "cli-table3";
import { createColors } from "picocolors";
import type { DependentImpact } from "../app/dependent-impact.js";
import type { Impact, OperationImpact } from "../app/impact.js";
import { changeText } from "./change-text.js";
import { shorten } from "./output.js";

/** What a change would ask of dependents, for people. */
export function renderImpact(impact: Impact, colors: boolean): string {
  const { bold, yellow } = createColors(colors);
  const { operations, dependents } = impact;
  const used = operations.filter((each) => each.dependents > 0);
  const idle = operations.filter((each) => each.dependents === 0);
  const flagged = dependents.flatMap(({ name, to_look_at: sites }) =>
    sites.map((site) => `${name}/${site.path}:${site.line}  ${site.operation}  ${site.reason}`),
  );
  const broken = dependents.flatMap(({ name, type_errors: errors }) =>
    errors !== undefined && errors.migrated > errors.as_is
      ? [`${name}: ${counted(errors.migrated, "type error")} after the migration, ${errors.as_is} now`]
      : [],
  );
  const notes = dependents.flatMap((each) => each.notes.map((note) => `${each.name}: ${note}`));
  return [
    bold(`${impact.package} ${impact.from} → ${impact.to}: ${counted(operations.length, "operation")}`),
    ...(used.length > 0 ? [operationsTable(used, impact.package)] : []),
    ...(idle.length > 0
      ? [
          [`used by none of the dependents:`, ...shorten(idle.map((each) => changeLine(each, impact.package)))].join(
            "\n",
          ),
        ]
      : []),
    dependentsTable(dependents),
    ...(flagged.length + broken.length > 0
      ? [[yellow("needs a person:"), ...shorten(flagged), ...shorten(broken)].join("\n")]
      : []),
    ...(notes.length > 0 ? [[yellow("notes:"), ...shorten(notes)].join("\n")] : []),
    conclusion(impact),
  ].join("\n\n");
}

function operationsTable(operations: readonly OperationImpact[], core: string): string {
  const head = ["operation", "change", "confidence", "dependents", "edits", "to look at"];
  return table(
    head,
    operations.map((each) => [
      each.id,
      changeText(each, core),
      each.confidence.toFixed(2),
      each.dependents,
      each.edited,
      each.flagged,
    ]),
  );
}

function dependentsTable(dependents: readonly DependentImpact[]): string {
  const head = ["dependent", "operations", "files", "edits", "to look at", "type errors: now, upgraded, migrated"];
  return table(
    head,
    dependents.map(({ type_errors: errors, ...each }) => [
      each.name,
      each.operations.length,
      each.files_changed,
      each.edited,
      each.flagged,
      errors === undefined ? "" : `${errors.as_is}, ${errors.bare}, ${errors.migrated}`,
    ]),
  );
}

function table(head: string[], rows: readonly (string | number)[][]): string {
  const made = new Table({ head, style: { head: [], border: [], compact: true } });
  made.push(...rows);
  return made.toString();
}

function changeLine(operation: OperationImpact, core: string): string {
  return `${operation.id}  ${changeText(operation, core)}`;
}

function conclusion({ dependents, sites: { edited, flagged }, automatic }: Impact): string {
  const touched = dependents.filter((each) => each.operations.length > 0).length;
  const reach = `${touched} of ${counted(dependents.length, "dependent")} touched`;
  if (automatic === null) return reach;
  const share = Math.floor(automatic * 100);
  return `${reach} at ${counted(edited + flagged, "site")}, ${share} % of them automatic (${edited} edited, ${flagged} for a person)`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
