import { expect, it } from "vitest";
import { replacementsIn } from "../../../src/analysis/match/notes.js";

it.each([
  ["Use `parseJSON` instead.", ["parseJSON"]],
  ["Use {@link Client.connect} instead.", ["Client.connect"]],
  ["use {@link Hub#open | the new way} or `openAll()`", ["Hub.open", "openAll"]],
  ["Please use qux() instead", ["qux"]],
  ["since v3: renamed to `toDate`.", ["toDate"]],
  ["Renamed to formatISO.", ["formatISO"]],
  ["in favor of QueryClient", ["QueryClient"]],
  ["in favour of the new QueryClient.", ["QueryClient"]],
  ["Replaced by `new Map()`", ["Map"]],
  ["See {@linkcode Foo}", ["Foo"]],
  ["use `<Panel busy />`", ["Panel"]],
  ["use lib::read instead", ["lib.read"]],
  ["will be removed in v5", []],
  ["", []],
  ["This is no longer needed, it does nothing at all.", []],
  ["Use something else instead of this", []],
])("%s", (note, names) => expect(replacementsIn(note)).toEqual(names));
