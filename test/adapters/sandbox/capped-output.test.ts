import { expect, it } from "vitest";
import { createCappedOutput } from "../../../src/adapters/sandbox/capped-output.js";
import { fc } from "../../support/fast-check.js";

it("keeps all of what fits, else the beginning, the end and the size of the gap", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 30 });
  fc.assert(
    fc.property(fc.array(letters), fc.integer({ min: 2, max: 60 }), (chunks, max) => {
      const output = createCappedOutput(max);
      for (const chunk of chunks) output.add(Buffer.from(chunk));
      const whole = chunks.join("");
      const [head, tail] = [Math.floor(max / 2), max - Math.floor(max / 2)];
      const expected =
        whole.length <= max
          ? whole
          : `${whole.slice(0, head)}\n… ${whole.length - max} bytes left out …\n${whole.slice(-tail)}`;
      expect(output.text()).toBe(expected);
    }),
  );
});
