import fc from "fast-check";

/**
 * fast-check, with the same cases in every run: a change that fails is a change that broke something. `FC_SEED` gives
 * other cases, and `FC_RUNS` more of them where a test does not say how many.
 */
fc.configureGlobal({ seed: Number(process.env["FC_SEED"] ?? 1), numRuns: Number(process.env["FC_RUNS"] ?? 100) });

export { fc };
