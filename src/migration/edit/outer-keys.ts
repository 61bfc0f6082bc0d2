import type { Operation } from "../../domain/operation.js";

/**
 * A key inside of one that is renamed too, as one who is there sees it: the outer key's new name is the other operation's to write, and
 * this one only changes what stands after the last dot. Any other operation stays as it is.
 */
export function withinOuterKey(operation: Operation, all: readonly Operation[]): Operation {
  const { from, to } = operation.match;
  const owner = ownerOf(operation);
  if (owner === undefined || typeof from !== "string" || typeof to !== "string") return operation;
  const renamed = new Map(
    all
      .filter((each) => each.kind === operation.kind && ownerOf(each) === owner)
      .map(({ match }) => [String(match["from"]), String(match["to"])]),
  );
  const [outer, outerThen] = [outerKey(from), outerKey(to)];
  if (outer === outerThen || become(outer, renamed) !== outerThen) return operation;
  return { ...operation, match: { ...operation.match, to: inside(outer, lastKey(to)) } };
}

/** What has the keys, for the kinds that rename keys. */
function ownerOf({ kind, match }: Operation): unknown {
  if (kind === "config.key_rename") return match["config"];
  return kind === "arg.rename" ? match["callable"] : undefined;
}

function become(key: string, renamed: ReadonlyMap<string, string>): string {
  const itself = renamed.get(key);
  if (itself !== undefined || key === "") return itself ?? key;
  return inside(become(outerKey(key), renamed), lastKey(key));
}

function outerKey(key: string): string {
  return key.slice(0, Math.max(key.lastIndexOf("."), 0));
}

function lastKey(key: string): string {
  return key.slice(key.lastIndexOf(".") + 1);
}

function inside(outer: string, key: string): string {
  return outer === "" ? key : `${outer}.${key}`;
}
