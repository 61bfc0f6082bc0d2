import type { ApplyResult } from "../app/apply.js";

const MAX_LENGTH = 40;

/**
 * What an operation makes of what, short enough for a column: the core's own name goes without saying, and names keep
 * their ends, which tell them apart.
 */
export function changeText(change: ApplyResult["described"][string] | undefined, core: string): string {
  if (change === undefined) return "";
  const { old, new: now, prose = false } = change;
  const within = (name: string): string => ending(name.startsWith(`${core}.`) ? name.slice(core.length + 1) : name);
  return `${within(old)} → ${prose ? beginning(now) : within(now)}`;
}

function ending(text: string): string {
  return text.length <= MAX_LENGTH ? text : `…${text.slice(1 - MAX_LENGTH)}`;
}

function beginning(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1)}…`;
}
