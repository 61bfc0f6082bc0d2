import { type Decider, type Decision, isRejection } from "../../src/domain/orchestration/decider.js";

/** Says what a decider answers after a history of accepted commands. */
export function given<State, Command, Event extends { type: string }>(
  decider: Decider<State, Command, Event>,
  ...history: readonly Command[]
) {
  const state = history.reduce((before, command) => {
    const decision = decider.decide(command, before);
    if (isRejection(decision)) throw new Error(`the history does not hold: ${decision.message}`);
    return decision.reduce(decider.evolve, before);
  }, decider.initialState);
  return {
    state,
    when: (command: Command): Decision<Event> => decider.decide(command, state),
  };
}
