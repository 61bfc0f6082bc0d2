import { expect, it } from "vitest";
import { createBatchParser, type BatchAnswer } from "../../../src/adapters/git/batch-parser.js";
import { fc } from "../../support/fast-check.js";

const answer = fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined });

function encode(content: Uint8Array | undefined, index: number): Buffer {
  if (content === undefined) return Buffer.from(`refs/tags/${index}^{commit} missing\n`);
  return Buffer.concat([Buffer.from(`${oidOf(index)} blob ${content.length}\n`), content, Buffer.from("\n")]);
}

function oidOf(index: number): string {
  return index.toString(16).padStart(40, "0");
}

it("finds the same answers wherever the stream is cut", () => {
  fc.assert(
    fc.property(fc.array(answer), fc.array(fc.nat(12), { minLength: 1 }), (contents, cuts) => {
      const stream = Buffer.concat(contents.map(encode));
      const answers: BatchAnswer[] = [];
      const parse = createBatchParser((found) => answers.push(found));
      for (let at = 0, turn = 0; at < stream.length; turn += 1) {
        const end = at + 1 + (cuts[turn % cuts.length] ?? 0);
        parse(stream.subarray(at, end));
        at = end;
      }
      const expected = contents.map((content, index) =>
        content === undefined ? undefined : { oid: oidOf(index), type: "blob", content: Buffer.from(content) },
      );
      expect(answers).toEqual(expected);
    }),
  );
});
