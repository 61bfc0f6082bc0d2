import { isOnxError } from "../../src/domain/errors.js";
import { layOperation } from "./operation-scaffold.js";

const LEFT = `
npm test says what is left: two more cases in fixtures/operations/, and fixtures/sites/kinds/. A snippet that shows the break belongs in
src/verification/witness/kinds.ts, and what becomes of names in src/operations/compose/name-changes.ts.`;

/** npm run new:operation -- KIND */
async function main(kind = ""): Promise<void> {
  try {
    console.log((await layOperation(process.cwd(), kind)).join("\n"));
    console.log(LEFT);
  } catch (error) {
    if (!isOnxError(error)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

await main(process.argv[2]);
