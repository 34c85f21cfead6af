import { once } from 'node:events';
import { get, type RequestOptions } from 'node:https';
import { createKubeClient, silentLog } from '@gse/kube';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NodeError } from '../errors.ts';
import { startKubeletServer, type KubeletServer } from './kubelet-server.ts';

interface Pair {
  cert: string;
  key: string;
}

/** A certificate of an authority, or an authority's own. */
async function certificate(commonName: string, options: { group?: string; ca?: Pair } = {}): Promise<Pair> {
  const names = [
    { name: 'commonName', value: commonName },
    ...(options.group === undefined ? [] : [{ name: 'organizationName', value: options.group }]),
  ];
  const made = await generate(names, {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    ...(options.ca ? { ca: options.ca } : { extensions: [{ name: 'basicConstraints', cA: true, critical: true }] }),
  });
  return { cert: made.cert, key: made.private };
}

/** The two things of a cluster that the endpoint asks for; the group `readers` may read nodes. */
function cluster(clientCa: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (new URL(request.url).pathname.endsWith('/configmaps/extension-apiserver-authentication'))
      return Response.json({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { 'client-ca-file': clientCa } });
    const { spec } = (await request.json()) as { spec: { groups: string[]; resourceAttributes: object } };
    expect(spec.resourceAttributes).toEqual({ verb: 'get', resource: 'nodes', subresource: 'proxy', name: 'lab' });
    return Response.json({ metadata: {}, spec, status: { allowed: spec.groups.includes('readers') } }, { status: 201 });
  };
}

let server: KubeletServer;
let ca: Pair;
const asked: unknown[] = [];

beforeAll(async () => {
  ca = await certificate('cluster');
  const serving = await certificate('lab');
  server = await startKubeletServer({
    host: '127.0.0.1',
    port: 0,
    tls: { certificate: serving.cert, key: serving.key },
    client: createKubeClient({ baseUrl: 'http://cluster.invalid', fetch: cluster(ca.cert), fieldManager: 'node' }),
    nodeName: 'lab',
    logs: (namespace, pod, options) => {
      asked.push({ namespace, pod, ...options });
      if (options.previous) throw new NodeError('GSE_CONTAINER_NOT_FOUND', 'there is no earlier run');
      return new Response('one\ntwo\n').body ?? new ReadableStream();
    },
    log: silentLog,
  });
});
afterAll(() => server.close());

async function visit(path: string, pair: Partial<Pair>): Promise<{ status: number | undefined; text: string }> {
  const options: RequestOptions = { host: '127.0.0.1', port: server.port, path, rejectUnauthorized: false, agent: false, ...pair };
  const request = get(options);
  const [response] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, text };
}

test('the API server reads the log of a container, as it asks kubelets', async () => {
  const reader = await certificate('kube-apiserver-kubelet-client', { group: 'readers', ca });
  expect(await visit('/containerLogs/shop/world-0/game?follow=true&tailLines=5', reader)).toEqual({ status: 200, text: 'one\ntwo\n' });
  expect(asked).toContainEqual(
    expect.objectContaining({ namespace: 'shop', pod: 'world-0', container: 'game', follow: true, tailLines: 5 }),
  );
  expect(await visit('/containerLogs/shop/world-0/game?previous=true', reader)).toEqual({ status: 400, text: 'there is no earlier run' });
  expect(await visit('/exec/shop/world-0/game', reader)).toMatchObject({ status: 404 });
});

test('who may not read the node is refused, and who has no certificate of the cluster is not let in', async () => {
  const stranger = await certificate('tenant', { group: 'tenants', ca });
  expect(await visit('/containerLogs/shop/world-0/game', stranger)).toMatchObject({ status: 403 });
  await expect(visit('/containerLogs/shop/world-0/game', {})).rejects.toThrow();
  await expect(visit('/containerLogs/shop/world-0/game', await certificate('self-made', { group: 'readers' }))).rejects.toThrow();
});
