import { InvalidArgumentError } from "commander";

/** `OP001,OP002`, and again with each repetition of the option. */
export function list(text: string, before: readonly string[] = []): string[] {
  const items = text.split(",").map((item) => item.trim());
  return [...before, ...items.filter((item) => item !== "")];
}

export function probability(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 1)) throw new InvalidArgumentError("give a number from 0 to 1.");
  return value;
}

export function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("give a whole number from 1.");
  return value;
}
