import { defineConfig } from "vitest/config";
import base from "../vitest.config.js";

/** The crash tests alone, with as many kills as a night has room for. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ["test/crash/**/*.test.ts"],
    env: { ...base.test?.env, CRASH_KILLS: process.env["CRASH_KILLS"] ?? "200" },
  },
});
