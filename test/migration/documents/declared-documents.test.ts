import { describe, expect, test } from "vitest";
import {
  type DeclaredDocument,
  migrateDeclared,
  readDeclaredDocuments,
} from "../../../src/migration/documents/declared-documents.js";
import { fc } from "../../support/fast-check.js";
import { jsonValue } from "../../support/json-value.js";

const PLACE = ".onx/schemas/config";
const ALL = `files: ["**/core.config.json"]
steps:
  - add: { path: retries, value: 3 }
  - rename: { path: output.colour, to: color }
  - move: { path: cacheDir, to: cache.dir }
  - map: { path: mode, values: { fast: quick, "1": one } }
  - drop: { path: legacy }
`;

function only(files: Readonly<Record<string, string>>): DeclaredDocument {
  const [document] = readDeclaredDocuments(new Map(Object.entries(files)));
  if (document === undefined) throw new Error("nothing was declared");
  return document;
}

function migrate(document: DeclaredDocument, value: unknown): unknown {
  const text = migrateDeclared(document, JSON.stringify(value), "core.config.json");
  return text === undefined ? undefined : JSON.parse(text);
}

const config = only({ [`${PLACE}/1__2.yaml`]: ALL });

describe("the steps", () => {
  test("add, rename, move, map and drop", () => {
    const before = {
      schema_version: "1",
      output: { colour: "red", x: 1 },
      cacheDir: "c",
      mode: "fast",
      legacy: 1,
      y: 2,
    };
    expect(migrate(config, before)).toEqual({
      schema_version: "2",
      output: { color: "red", x: 1 },
      cache: { dir: "c" },
      mode: "quick",
      y: 2,
      retries: 3,
    });
  });

  test("what is not there is passed over, and what is there is never overwritten", () => {
    expect(migrate(config, { schema_version: 1, retries: 9, mode: "slow" })).toEqual({
      schema_version: 2,
      retries: 9,
      mode: "slow",
    });
    const both = { schema_version: "1", output: { colour: "red", color: "blue" } };
    expect(() => migrate(config, both)).toThrow(/output\.colour and output\.color are both there/);
  });

  test("a document at the last version, and every byte of what no step names, stay", () => {
    expect(migrate(config, { schema_version: "2", legacy: 1 })).toBeUndefined();
    const text = '{\r\n\t"schema_version": "1",\r\n\t"odd":   [1,2 ,3],\r\n\t"legacy": {}\r\n}\r\n';
    expect(migrateDeclared(config, text, "f")).toBe(
      '{\r\n\t"schema_version": "2",\r\n\t"odd":   [1,2 ,3],\r\n\t"retries": 3\r\n}\r\n',
    );
  });

  test("any other field survives", () => {
    const known = ["schema_version", "retries", "output", "cacheDir", "cache", "mode", "legacy", "__proto__"];
    const others = fc.dictionary(
      fc.string().filter((name) => !known.includes(name)),
      jsonValue,
    );
    fc.assert(
      fc.property(others, (fields) => {
        const plain = JSON.parse(JSON.stringify(fields)) as object;
        expect(migrate(config, { ...plain, schema_version: "1" })).toEqual({
          ...plain,
          schema_version: "2",
          retries: 3,
        });
      }),
    );
  });
});

test("migrations are chained, and files are found by their globs", () => {
  const two = 'files: ["**/core.config.json"]\nversion_field: v\nsteps: [{ drop: { path: a } }]\n';
  const three = 'files: ["conf/*.json"]\nversion_field: v\nsteps: [{ drop: { path: b } }]\n';
  const chained = only({ [`${PLACE}/1__2.yaml`]: two, [`${PLACE}/2__3.yaml`]: three });
  expect(migrate(chained, { v: 1, a: 1, b: 1, c: 1 })).toEqual({ v: 3, c: 1 });
  const paths = ["core.config.json", "app/core.config.json", "conf/x.json", "conf/deep/x.json", "package.json"];
  expect(paths.filter((path) => chained.matches(path))).toEqual(paths.slice(0, 3));
  expect(() => migrate(chained, { v: 7 })).toThrow(/no migration leads from version 7 to 3/);
  expect(() => migrate(chained, {})).toThrow(/the file has no v/);
});

test.each([
  ["files: [", /not YAML/],
  ["files: []\nsteps: []", /files/],
  ['files: ["a"]\nsteps: [{ run: rm }]', /steps\.0/],
  ['files: ["a"]\nsteps: [{ drop: { path: a..b } }]', /steps\.0/],
  ['files: ["a"]\nsteps: [{ drop: { path: __proto__ } }]', /steps\.0/],
  ['files: ["a"]\nsteps: [&a { drop: { path: x } }, *a]', /not YAML/],
])("%j is refused, and the file is named", (text, message) => {
  const declare = () => only({ [`${PLACE}/1__2.yaml`]: text });
  expect(declare).toThrow(message);
  expect(declare).toThrow(expect.objectContaining({ place: `${PLACE}/1__2.yaml` }));
});

test("migrations that part are refused", () => {
  const text = 'files: ["a"]\nsteps: [{ drop: { path: x } }]';
  expect(() => only({ [`${PLACE}/1__2.yaml`]: text, [`${PLACE}/1__3.yaml`]: text })).toThrow(
    /do not lead to one version/,
  );
});
