import { strict as assert } from 'node:assert';
import { ContractClient } from '../contract/client.ts';
import { widgetCrd } from '../contract/samples.ts';
import { createApiServer, type ApiServer, type ApiServerOptions } from '../index.ts';

/** The token of the tests' servers. */
export const token = 'test-token';

/** A server of a test, closed with it, and a client of it. */
export interface TestServer extends AsyncDisposable {
  server: ApiServer;
  client: ContractClient;
}

/** Starts a server with the contract's kind and a namespace to work in. */
export async function startServer(options: Partial<ApiServerOptions> = {}): Promise<TestServer> {
  const server = createApiServer({ databasePath: ':memory:', auth: { tokens: { [token]: 'tester' } }, crds: [widgetCrd], ...options });
  const client = new ContractClient(server.fetch, { authorization: `Bearer ${token}` }, 'test');
  const made = await client.send('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'test' } });
  assert.ok(made.status === 201 || made.status === 409, JSON.stringify(made.body));
  return { server, client, [Symbol.asyncDispose]: () => server.close() };
}

/** Waits for something to become true, up to a generous deadline. */
export async function eventually(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await isTrue())) {
    assert.ok(Date.now() < deadline, `did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
