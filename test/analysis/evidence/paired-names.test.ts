import { expect, it } from "vitest";
import { pairedNames } from "../../../src/analysis/evidence/paired-names.js";

it.each([
  ["`open` → `connect`", ["open connect"]],
  ["- **BREAKING** renamed `Client.open()` to `Client.connect()`", ["Client.open Client.connect"]],
  ["Renamed the `open` method of the client to `connect`", ["open connect"]],
  ["`open` has been renamed to `connect`.", ["open connect"]],
  ["`Mode` is now called `Modes`", ["Mode Modes"]],
  ["`#open(...)` and `#close()` are now `connect(...)` and `disconnect()`.", ["open connect", "close disconnect"]],
  ["`readA`, `readB` and `readC` were replaced by `read`", ["readA read", "readB read", "readC read"]],
  [
    "OpenOptions -> ClientOptions, ReadOptions -> FetchOptions",
    ["OpenOptions ClientOptions", "ReadOptions FetchOptions"],
  ],
  ["use `connect` instead of `open`", ["open connect"]],
  ["`connect` (formerly `open`)", ["open connect"]],
  ["Removed `open`, use `connect` instead", ["open connect"]],
  ["Dropped `open` in favour of {@link Client.connect}", ["open Client.connect"]],
  ["Replace `new Foo()` with `createFoo()`", ["Foo createFoo"]],
  ["Rename `Client/Pool#openAll` -> `connectAll`", ["openAll connectAll"]],
  ["`open` and `close` were renamed to `a`, `b` and `c`", []],
  ["Fixed `open` when `connect` fails", []],
  ["Added `connect`. Fixed `open`.", []],
  ["renamed to something", []],
])("%s", (prose, pairs) => expect(pairedNames(prose).map(({ from, to }) => `${from} ${to}`)).toEqual(pairs));
