import { createHmac, randomUUID } from "node:crypto";
import { request } from "node:http";
import { expect } from "vitest";
import { story } from "./support/story.js";
import { acmeWorld } from "./support/world.js";

function headers(body: string, secret: string): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-github-event": "release",
    "x-github-delivery": randomUUID(),
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  };
}

story("a webhook with a wrong signature is refused with 400, and nothing of it is kept", async () => {
  const { app, rows } = await acmeWorld([]);
  const body = JSON.stringify({ action: "published", release: {}, repository: {} });
  const answer = await fetch(app.webhookUrl, { method: "POST", body, headers: headers(body, "not the secret") });
  expect(answer.status).toBe(400);
  expect(rows("SELECT * FROM webhook_inbox")).toEqual([]);
  expect(rows("SELECT * FROM orchestration_events")).toEqual([]);
});

story("a webhook with the right signature is answered at once and kept", async () => {
  const { app, github, rows } = await acmeWorld([]);
  const body = JSON.stringify({ action: "created", installation: { id: 1 } });
  const answer = await fetch(app.webhookUrl, { method: "POST", body, headers: headers(body, github.webhookSecret) });
  expect(answer.status).toBe(200);
  expect(rows("SELECT event_name, action, installation_id FROM webhook_inbox")).toEqual([
    { event_name: "release", action: "created", installation_id: "1" },
  ]);
});

story("a webhook that is larger than GitHub's are, or does not say how large it is, is not read", async () => {
  const { app } = await acmeWorld([]);
  const large = await statusOf(app.webhookUrl, { "content-length": String(26 * 1024 * 1024) });
  const unknown = await statusOf(app.webhookUrl, { "transfer-encoding": "chunked" });
  expect([large, unknown]).toEqual([413, 413]);
});

/** The answer to a request of which only the head is sent. */
function statusOf(url: string, head: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers: head }, (response) => {
      resolve(response.statusCode);
      sent.destroy();
    });
    sent.once("error", reject);
    sent.flushHeaders();
  });
}

story("any other address is not found", async () => {
  const { app } = await acmeWorld([]);
  expect((await fetch(`${app.url}/elsewhere`)).status).toBe(404);
});
