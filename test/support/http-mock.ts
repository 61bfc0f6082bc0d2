import nock from "nock";
import { expect, onTestFinished } from "vitest";

/**
 * Answers requests to `origin` as the test says, and no others: a request that nothing was said about fails the test, and so does an
 * answer that nobody asked for. Only inside a test or `beforeEach`.
 */
export function httpMock(origin: string): nock.Scope {
  const unexpected: string[] = [];
  const note = (request: { method?: string; path?: string }): void => {
    unexpected.push(`${request.method ?? "?"} ${request.path ?? "?"}`);
  };
  nock.disableNetConnect();
  nock.emitter.on("no match", note);
  const scope = nock(origin);
  onTestFinished(() => {
    const unused = scope.pendingMocks();
    nock.emitter.off("no match", note);
    nock.cleanAll();
    nock.enableNetConnect();
    expect({ unexpected, unused }).toEqual({ unexpected: [], unused: [] });
  });
  return scope;
}
