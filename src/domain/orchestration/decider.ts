/** Why a command is refused. Stored with the command's receipt, and shown to whoever sent it. */
export interface Rejection {
  readonly code: string;
  readonly message: string;
}

export type Decision<Event> = readonly Event[] | Rejection;

/** A pure aggregate: what a command leads to in a state, and what an event makes of a state. */
export interface Decider<State, Command, Event> {
  readonly initialState: State;
  decide(command: Command, state: State): Decision<Event>;
  evolve(state: State, event: Event): State;
}

export function isRejection<Event>(decision: Decision<Event>): decision is Rejection {
  return "code" in decision;
}

export function reject(code: string, message: string): Rejection {
  return { code, message };
}
