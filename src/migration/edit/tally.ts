import type { ApplicationStatus, FileChange, OperationResult, Site } from "../../domain/edit.js";
import { bandOf, type Operation } from "../../domain/operation.js";
import type { Selection } from "./active.js";
import type { EditedFile } from "./edit-file.js";
import { type DecodedText, encodeText } from "./text.js";

/** What has come of the operations so far. */
export class Tally {
  readonly changes: FileChange[] = [];
  readonly unparsable: { path: string; reason: string }[] = [];
  readonly #sites = new Map<string, Site[]>();
  readonly #trouble = new Map<string, "conflict" | "failed">();

  add(path: string, before: DecodedText, file: EditedFile): void {
    if (file.text !== before.text) {
      const after = encodeText({ text: file.text, bom: before.bom });
      this.changes.push({ path, before: encodeText(before), after });
    }
    for (const site of [...file.edited, ...file.flagged, ...file.conflicting, ...file.failed]) {
      const sites = this.#sites.get(site.operation) ?? [];
      sites.push(site);
      this.#sites.set(site.operation, sites);
    }
    for (const { operation } of file.conflicting) this.#trouble.set(operation, "conflict");
    for (const { operation } of file.failed) this.#trouble.set(operation, "failed");
  }

  resultOf({ id, kind, confidence }: Operation, isActive: boolean, selection: Selection): OperationResult {
    const sites = this.#sites.get(id) ?? [];
    const edited = sites.filter((each) => each.action === "edited");
    return {
      id,
      kind,
      confidence,
      band: bandOf(confidence, selection.thresholds),
      status: this.#statusOf(id, isActive, sites.length, edited.length),
      files_changed: new Set(edited.map((each) => each.path)).size,
      edits: edited.length,
      sites,
    };
  }

  #statusOf(id: string, isActive: boolean, sites: number, edited: number): ApplicationStatus {
    if (!isActive) return "skipped";
    const trouble = this.#trouble.get(id);
    if (trouble !== undefined) return trouble;
    if (edited > 0) return "applied";
    return sites > 0 ? "flagged" : "noop";
  }
}
