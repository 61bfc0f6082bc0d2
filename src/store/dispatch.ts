import Sqlite from "better-sqlite3";
import { z } from "zod";
import { OnxError } from "../domain/errors.js";
import { blake3Hex, canonicalJson } from "../domain/hash.js";
import { isRejection, type Rejection } from "../domain/orchestration/decider.js";
import {
  type AggregateDecider,
  aggregateIdOf,
  commandSchemaOf,
  type CommandsOf,
  type EventMetadata,
  type StoredEvent,
} from "../domain/orchestration/envelope.js";
import type { ActorKind, AggregateKind } from "../domain/orchestration/vocabulary.js";
import { type Aggregate, evolveAggregate, keepAggregate, loadAggregate } from "./aggregates.js";
import { CommandConflict } from "./errors.js";
import { appendAfter, headSequence } from "./events.js";
import { projectInTransaction } from "./projections.js";
import { findReceipt, insertReceipt, type ReceiptRow } from "./receipts.js";
import { type Store, timestamp, writeTransaction } from "./store.js";

export interface CommandRequest<Kind extends AggregateKind> {
  /** Chosen by the sender; sending the same again is safe and gives the same result. */
  readonly command_id: string;
  readonly command: CommandsOf[Kind];
  readonly actor_kind: ActorKind;
  readonly causation_event_id?: string;
  readonly correlation_id?: string;
  readonly metadata?: EventMetadata;
}

export type DispatchResult = AcceptedResult | RejectedResult;

export interface AcceptedResult {
  readonly status: "accepted";
  /** True where the command had been dispatched before and this is what came of it then. */
  readonly duplicate: boolean;
  /** Sequence of the command's last event; the head at the time, where it led to none. */
  readonly sequence: number;
  readonly stream_version: number;
  readonly event_ids: readonly string[];
}

export interface RejectedResult extends Rejection {
  readonly status: "rejected";
  readonly duplicate: boolean;
  readonly sequence: number;
}

/**
 * Lets the aggregate decide. The receipt, the events and every projection are committed together, or nothing is; those
 * who follow the store hear of it afterwards.
 */
export function dispatch<Kind extends AggregateKind, State>(
  store: Store,
  decider: AggregateDecider<Kind, State>,
  request: CommandRequest<Kind>,
): DispatchResult {
  assertValid(request);
  const digest = blake3Hex(canonicalJson(request.command));
  const { result, aggregate } = writeTransaction(store, () => execute(store, decider, request, digest));
  if (aggregate !== undefined) keepAggregate(store, decider, aggregateIdOf(request.command), aggregate);
  if (result.status === "accepted" && !result.duplicate && result.event_ids.length > 0) {
    store.notifier.publish(result.sequence);
  }
  return result;
}

function assertValid(request: CommandRequest<AggregateKind>): void {
  const checked = commandSchemaOf(request.command.type).safeParse(request.command);
  if (checked.success) return;
  throw new OnxError(
    "store.command.invalid",
    `command ${request.command_id} is not valid: ${z.prettifyError(checked.error)}`,
    {
      place: request.command.type,
      cause: checked.error,
    },
  );
}

interface Execution<State> {
  readonly result: DispatchResult;
  /** As the command leaves it; undefined where the command had been executed before. */
  readonly aggregate?: Aggregate<State>;
}

function execute<Kind extends AggregateKind, State>(
  store: Store,
  decider: AggregateDecider<Kind, State>,
  request: CommandRequest<Kind>,
  digest: string,
): Execution<State> {
  const aggregate_id = aggregateIdOf(request.command);
  const known = findReceipt(store, request.command_id);
  if (known !== undefined) {
    const same =
      known.payload_digest === digest && known.aggregate_kind === decider.kind && known.aggregate_id === aggregate_id;
    if (!same) throw new CommandConflict(request.command_id);
    return { result: resultOf(known) };
  }
  const now = timestamp(store);
  const execution = decideAndAppend(store, decider, request, aggregate_id, now);
  insertReceipt(store, {
    command_id: request.command_id,
    command_type: request.command.type,
    payload_digest: digest,
    aggregate_kind: decider.kind,
    aggregate_id,
    accepted_at: now,
    result_sequence: execution.result.sequence,
    ...outcomeColumns(execution.result),
  });
  return execution;
}

function decideAndAppend<Kind extends AggregateKind, State>(
  store: Store,
  decider: AggregateDecider<Kind, State>,
  request: CommandRequest<Kind>,
  aggregate_id: string,
  now: string,
): Execution<State> {
  const aggregate = loadAggregate(store, decider, aggregate_id);
  const decision = decider.decide(request.command, aggregate.state);
  if (isRejection(decision)) {
    return { result: { status: "rejected", duplicate: false, sequence: headSequence(store), ...decision }, aggregate };
  }
  const added = { ...request, aggregate_kind: decider.kind, stream_id: aggregate_id, events: decision };
  const events = appendAfter(store, added, aggregate.version, now);
  project(store, events);
  const after = evolveAggregate(decider, aggregate, decision);
  const result: AcceptedResult = {
    status: "accepted",
    duplicate: false,
    sequence: events.at(-1)?.sequence ?? headSequence(store),
    stream_version: after.version,
    event_ids: events.map((event) => event.event_id),
  };
  return { result, aggregate: after };
}

/** No aggregate sees more than itself, so it is the tables that notice an identity used by two of them. */
function project(store: Store, events: readonly StoredEvent[]): void {
  try {
    projectInTransaction(store, events);
  } catch (cause) {
    if (!(cause instanceof Sqlite.SqliteError) || !cause.code.startsWith("SQLITE_CONSTRAINT")) throw cause;
    throw new OnxError("store.projection.conflict", `the command clashes with another aggregate: ${cause.message}`, {
      remedy: "use the aggregate that exists",
      cause,
    });
  }
}

const acceptedJson = z.strictObject({ stream_version: z.number().int(), event_ids: z.array(z.string()) });
const rejectedJson = z.strictObject({ code: z.string() });

function outcomeColumns(result: DispatchResult): Pick<ReceiptRow, "status" | "result_json" | "error"> {
  if (result.status === "rejected") {
    return { status: "rejected", result_json: JSON.stringify({ code: result.code }), error: result.message };
  }
  const { stream_version, event_ids } = result;
  return { status: "accepted", result_json: JSON.stringify({ stream_version, event_ids }), error: null };
}

function resultOf(receipt: ReceiptRow): DispatchResult {
  const stored: unknown = JSON.parse(receipt.result_json ?? "null");
  const known = { duplicate: true, sequence: receipt.result_sequence };
  if (receipt.status === "accepted") return { status: "accepted", ...known, ...acceptedJson.parse(stored) };
  return { status: "rejected", ...known, ...rejectedJson.parse(stored), message: receipt.error ?? "" };
}
