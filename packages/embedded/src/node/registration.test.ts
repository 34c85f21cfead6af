import { createKubeClient, nodes, silentLog, systemClock, type Clock } from '@gse/kube';
import { test } from 'vitest';
import { createApiServer } from '../api-server/index.ts';
import { keepRegistered, registerNode } from './registration.ts';
import { until } from './testing/until.ts';

test('a node that was given up, or removed, while it could not be heard is ready again with its next heartbeat', async () => {
  const server = createApiServer({ databasePath: ':memory:', auth: { tokens: { token: 'node' } } });
  const client = createKubeClient({ baseUrl: 'http://embedded', fetch: server.fetch, token: 'token', fieldManager: 'node' });
  // Heartbeats follow each other at once, as far as this node can tell.
  const hasty: Clock = { ...systemClock, after: (_ms, action) => systemClock.after(10, action) };
  const options = {
    client,
    nodeName: 'lab',
    address: '127.0.0.1',
    runtimeNames: ['simulated'],
    clock: hasty,
    random: Math.random,
    log: silentLog,
  };
  const stop = new AbortController();
  const name = 'lab';
  const isReady = async () => {
    const node = await client.get(nodes, { name }).catch(() => undefined);
    return node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
  };
  await registerNode(options, stop.signal);
  const kept = keepRegistered(options, stop.signal);

  await client.patchStatus(nodes, { name }, { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } });
  await until('the node to be ready again', isReady);
  await client.delete(nodes, { name });
  await until('the node to be there again', isReady);

  stop.abort();
  await kept;
  await server.close();
});
