/** Keys of the projections' cursors. They are stored, so a name is for good. */
export const PROJECTOR_NAMES = [
  "projection.campaigns",
  "projection.migrations",
  "projection.attempts",
  "projection.operations",
  "projection.jobs",
  "projection.pull-requests",
  "projection.checks",
  "projection.checkpoints",
  "projection.pending-approvals",
  "projection.activities",
] as const;
export type ProjectorName = (typeof PROJECTOR_NAMES)[number];
