import { COMMANDS } from "../adapters/github/comment-commands.js";
import type { OpenTask, OperationRow, PullRequestReport } from "../adapters/github/pull-request-body.js";
import { registryUri } from "../adapters/registry/registry-uri.js";
import type { FinishedRun } from "../adapters/queue/job-schemas.js";
import type { OperationResult } from "../domain/edit.js";
import type { Manifest } from "../domain/manifest.js";
import { kindOf } from "../operations/registry.js";
import type { AttemptRow, CampaignRow, MigrationRow } from "../store/reads/rows.js";
import { flaggedPlaces, unmarkedPlaces } from "./open-tasks.js";

export interface ReportSources {
  readonly campaign: CampaignRow;
  readonly migration: MigrationRow;
  readonly attempt: AttemptRow;
  readonly run: FinishedRun;
  readonly manifest: Manifest;
  readonly headSha: string;
  /** Pages of the dependent and of the core, without a slash at the end. */
  readonly repositoryUrl: string;
  readonly coreUrl: string;
}

export function pullRequestReport(sources: ReportSources): PullRequestReport {
  const { campaign, migration, attempt, run, manifest } = sources;
  const { report } = run.result;
  return {
    marker: {
      version: 1,
      campaign: campaign.campaign_id,
      migration: migration.migration_id,
      attempt: attempt.attempt_id,
      run: attempt.run_id,
      package: report.package,
      from: report.from,
      to: report.to,
      base: run.request.base_sha,
      manifest: registryUri(manifest),
    },
    summary: manifest.summary,
    filesChanged: report.files_changed.length,
    typeErrors: report.type_errors,
    ...leftOverOf(sources),
    operations: report.operations.map((result) => operationRow(result, sources)),
    tasks: tasksOf(sources),
    checks: run.result.checks,
    commands: COMMANDS,
    provenance: {
      core: manifest.provenance.repository,
      fromSha: manifest.provenance.from_sha,
      toSha: manifest.provenance.to_sha,
      tool: manifest.provenance.tool,
    },
  };
}

function operationRow(result: OperationResult, { manifest, coreUrl }: ReportSources): OperationRow {
  const operation = manifest.operations.find(({ id }) => id === result.id);
  const names = operation === undefined ? undefined : kindOf(operation.kind)?.describe(operation.match);
  const { from_sha, to_sha } = manifest.provenance;
  return {
    id: result.id,
    kind: result.kind,
    old: names?.old ?? "",
    new: names?.new ?? "",
    ...(names?.prose === undefined ? {} : { prose: names.prose }),
    ...(operation?.note === undefined ? {} : { note: operation.note }),
    confidence: result.confidence,
    band: result.band,
    status: result.status,
    sites: result.sites.length,
    method: operation?.method ?? "",
    evidenceUrl: `${coreUrl}/compare/${from_sha}...${to_sha}`,
  };
}

function leftOverOf({ run, headSha, repositoryUrl }: ReportSources): Pick<PullRequestReport, "leftOver"> {
  const { residue } = run.result.report;
  if (residue === undefined) return {};
  const possible = residue.uses.filter(({ certainty }) => certainty === "possible").length;
  return {
    leftOver: {
      certain: residue.uses.length - possible,
      possible,
      files: residue.files_looked_at,
      unseen: residue.not_looked_at.length,
      uses: residue.uses.map(({ path, line, operation, certainty, reason }) => ({
        text: `${operation}, ${certainty}: ${reason}`,
        place: { path, line, url: urlOf(repositoryUrl, headSha, path, line) },
      })),
    },
  };
}

function urlOf(repositoryUrl: string, sha: string, path: string, line: number): string {
  return `${repositoryUrl}/blob/${sha}/${path.split("/").map(encodeURIComponent).join("/")}#L${String(line)}`;
}

function tasksOf({ run, headSha, repositoryUrl }: ReportSources): OpenTask[] {
  const { result, request } = run;
  const marked = flaggedPlaces(result);
  const at = (sha: string, path: string, line: number): string => urlOf(repositoryUrl, sha, path, line);
  const failing = result.checks.filter(({ status }) => status !== "passed");
  return [
    ...marked.map(({ path, line, operation, text }) => ({
      text: `${operation}: ${text}`,
      place: { path, line, url: at(headSha, path, line) },
    })),
    ...unmarkedPlaces(result, marked).map(({ path, line, operation, text }) => ({
      text: `${operation}: ${text}`,
      place: { path, line, url: at(request.base_sha, path, line) },
    })),
    ...result.report.notes.map((text) => ({ text })),
    ...failing.map(({ name }) => ({ text: `the check "${name}" does not pass with this change` })),
  ];
}
