import type { DependentName } from "../support/seed.js";

/** What makes each dependent worth looking at. */
export const CAST: Readonly<Record<DependentName, string>> = {
  "billing-api": "uses a bit of everything, the plain case",
  "label-printer": "uses a function that 1.0.0 removes, so a person has to decide",
  storefront: "a monorepo, with two packages that use it",
  "customs-forms": "has a test that does not accept the new version",
  "status-page": "uses nothing that changed, and allows 1.0.0 already",
};
