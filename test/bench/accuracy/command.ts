import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { LABELS } from "./labels.js";

export interface BenchOptions {
  readonly labels: string;
  readonly cache: string;
  readonly out: string;
}

/** What the programs on labelled releases share: where labels and tarballs are, and where the result goes. */
export function benchCommand(name: string, description: string, out: string): Command {
  return new Command(name)
    .description(description)
    .option(
      "--labels <dir>",
      "the labels, their scorer one folder up (ONX_LABELS)",
      process.env["ONX_LABELS"] ?? LABELS,
    )
    .option(
      "--cache <dir>",
      "where tarballs are kept (ONX_BENCH_CACHE)",
      process.env["ONX_BENCH_CACHE"] ?? join(tmpdir(), "onx-bench-cache"),
    )
    .option("--out <file>", "what is written", out);
}
