import type { CoreSources } from "../../domain/core-sources.js";
import type { Operation, ProposedOperation } from "../../domain/operation.js";
import type { Witness } from "../../domain/witness.js";
import { listOperations } from "../../operations/listing.js";
import { ApiNames } from "./api-names.js";
import { type CheckedText, checkTexts } from "./check.js";
import { confidenceAfter } from "./confidence.js";
import { snippetFor } from "./kinds.js";
import { isSnippet, none, type NoSnippet, type Snippet } from "./snippet.js";
import { type Verdict, verdictOn } from "./verdict.js";
import type { WitnessedCore } from "./witnessed-core.js";

/** Operations that are looked at, in the manifest's order: more would take minutes to check. */
const MAX_WITNESSES = 2000;
/** Characters of both versions' sources together: what is larger is not read once more for the compiler. */
const MAX_SOURCES = 60_000_000;

/**
 * Gives each operation a witness: a snippet of a dependent that type-checks against `from`, fails against `to`, and passes there after
 * the codemod. An operation whose witness does not behave so is left with less confidence; what maintainers declared keeps its own.
 * Operations come and go in the manifest's order. The idea is that of the witnesses of cargo-semver-checks.
 */
export function verifyWithWitnesses(
  proposed: readonly ProposedOperation[],
  { from, to }: WitnessedCore,
): ProposedOperation[] {
  const core = { package: from.surface.package, from: from.sources, to: to.sources };
  const api = new ApiNames(from.surface, (path) => core.from.files.get(path));
  const apiTo = new ApiNames(to.surface, (path) => core.to.files.get(path));
  const operations = listOperations(proposed);
  const isTooLarge = sizeOf(from.sources) + sizeOf(to.sources) > MAX_SOURCES;
  const snippets = operations.map((operation, i) => {
    if (isTooLarge) return none("the core is too large to be checked");
    return i < MAX_WITNESSES ? snippetFor(api, operation) : none(`only ${MAX_WITNESSES} operations are checked`);
  });
  const texts = snippets.flatMap((each) => (isSnippet(each) ? [each.text, each.control ?? each.text] : []));
  const checked = checkTexts(texts, operations, core);
  return proposed.map((each, i) => {
    const snippet = snippets[i] ?? none("it is not listed");
    const operation = operations[i];
    return operation === undefined ? each : withWitness(each, snippet, verdictOf(operation, snippet, checked, apiTo));
  });
}

/** In characters. */
function sizeOf({ files }: CoreSources): number {
  let size = 0;
  for (const text of files.values()) size += text.length;
  return size;
}

function verdictOf(
  operation: Operation,
  snippet: Snippet | NoSnippet,
  checked: ReadonlyMap<string, CheckedText>,
  to: ApiNames,
): Verdict {
  if (!isSnippet(snippet)) return { outcome: "no-witness", reason: snippet.reason };
  const seen = checked.get(snippet.text);
  if (seen === undefined) throw new Error("every snippet is checked");
  const control = checked.get(snippet.control ?? "");
  return verdictOn({ operation, silent: snippet.silent === true, checked: seen, control, to });
}

function withWitness(
  operation: ProposedOperation,
  snippet: Snippet | NoSnippet,
  { outcome, reason, fault }: Verdict,
): ProposedOperation {
  const { confidence, method, evidence } = operation;
  const isLowered = fault !== undefined && method !== "declared";
  const witness: Witness = {
    outcome,
    ...(reason !== undefined && { reason }),
    ...(isLowered && { confidence_before: confidence }),
    ...(isSnippet(snippet) && { snippet: snippet.text }),
  };
  return {
    ...operation,
    confidence: isLowered ? confidenceAfter(confidence, fault) : confidence,
    evidence: { ...evidence, witness },
  };
}
