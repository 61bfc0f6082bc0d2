import { activities } from "./activities.js";
import { attempts } from "./attempts.js";
import { campaigns } from "./campaigns.js";
import { checkpoints } from "./checkpoints.js";
import { checks } from "./checks.js";
import { jobs } from "./jobs.js";
import { migrations } from "./migrations.js";
import { operations } from "./operations.js";
import { pendingApprovals } from "./pending-approvals.js";
import type { Projector } from "./projector.js";
import { pullRequests } from "./pull-requests.js";

export const PROJECTORS: readonly Projector[] = [
  campaigns,
  migrations,
  attempts,
  operations,
  jobs,
  pullRequests,
  checks,
  checkpoints,
  pendingApprovals,
  activities,
];
