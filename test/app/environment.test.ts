import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readEnvironment } from "../../src/app/environment.js";
import { temporaryFolder } from "../support/temp.js";

const PEM = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n";
const LEAST = { APP_ID: "12", PRIVATE_KEY: PEM, WEBHOOK_SECRET: "s3cret" };

test("the least that is needed gets the defaults", () => {
  expect(readEnvironment(LEAST)).toMatchObject({
    appId: 12,
    privateKey: PEM.trim(),
    apiUrl: "https://api.github.com",
    throttled: true,
    port: 3_000,
  });
});

test("a private key may come on one line, as Base64, or from a file", async () => {
  const file = join(await temporaryFolder(), "app.pem");
  await writeFile(file, PEM);
  const keys = [
    { PRIVATE_KEY: PEM.replaceAll("\n", String.raw`\n`) },
    { PRIVATE_KEY: Buffer.from(PEM).toString("base64") },
    { PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: file },
  ].map((key) => readEnvironment({ ...LEAST, ...key }).privateKey.trim());
  expect(keys).toEqual([PEM.trim(), PEM.trim(), PEM.trim()]);
});

test("an Enterprise Server is named by its host or by the address of its API", () => {
  expect(readEnvironment({ ...LEAST, GHE_HOST: "ghe.acme.dev" }).apiUrl).toBe("https://ghe.acme.dev/api/v3");
  const byAddress = readEnvironment({ ...LEAST, GITHUB_API_URL: "http://127.0.0.1:4000/", GITHUB_THROTTLE: "off" });
  expect(byAddress).toMatchObject({ apiUrl: "http://127.0.0.1:4000", throttled: false });
});

test.each([
  [{ ...LEAST, APP_ID: "x" }, "APP_ID"],
  [{ ...LEAST, WEBHOOK_SECRET: "" }, "WEBHOOK_SECRET"],
  [{ ...LEAST, PRIVATE_KEY: undefined }, "PRIVATE_KEY"],
  [{ ...LEAST, PRIVATE_KEY: "hello" }, "PRIVATE_KEY"],
  [{ ...LEAST, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: "/nowhere.pem" }, "PRIVATE_KEY_PATH"],
  [{ ...LEAST, GITHUB_API_URL: "ftp://x" }, "GITHUB_API_URL"],
  [{ ...LEAST, PORT: "99999" }, "PORT"],
])("what is wrong is named (%#)", (environment, name) => {
  expect(() => readEnvironment(environment)).toThrow(`environment variable ${name}`);
});
