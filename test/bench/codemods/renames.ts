import type { BenchOperation } from "./apply.js";
import { CORE } from "./project.js";

export const RENAME_IMPORT: BenchOperation = {
  kind: "rename.import",
  match: { from: `${CORE}/io`, to: `${CORE}/streams` },
};

export const RENAME_SYMBOL: BenchOperation = {
  kind: "rename.symbol",
  match: { module: CORE, from: "Client", to: "Connection" },
};

export const RENAME_MEMBER: BenchOperation = {
  kind: "rename.member",
  match: { module: CORE, container: "Client", from: "send", to: "dispatch" },
};
