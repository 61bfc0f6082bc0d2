import type { Said } from "../compose/party.js";

/** What takes an operation back. */
export interface Inverted {
  /** In the names of the new version; absent where nothing in it can be looked for, or nothing has to be done. */
  readonly said?: Said;
  /** Why no rule can carry it out. */
  readonly lost?: string;
}
