import { configMaps, createController, createInformer, createKubeClient, createManager, watch, type Fetch } from '@gse/kube';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../log/create-log.ts';
import { startCollector, type Collector } from '../testing/index.ts';
import { otlpTracing } from './otlp.ts';
import { describeKubernetesRequest } from './traced-fetch.ts';
import { noTracing, type Tracing } from './tracing.ts';

let collector: Collector;
let tracing: Tracing;
const setVariables: string[] = [];

beforeEach(async () => {
  collector = await startCollector();
  // The exporter reads the standard variables of its process.
  variable('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url);
});
afterEach(async () => {
  await tracing?.close();
  await collector[Symbol.asyncDispose]();
  for (const name of setVariables.splice(0)) delete process.env[name];
});

function variable(name: string, value: string): void {
  process.env[name] = value;
  setVariables.push(name);
}

function start(env: Record<string, string> = {}): Tracing {
  tracing = otlpTracing({ serviceName: 'gse-example', env, sendEveryMs: 50 });
  return tracing;
}

/** Serves one ConfigMap; writes to it are refused the way the test says. */
function cluster(patchStatus: number): { fetch: Fetch; headers: Headers[] } {
  const headers: Headers[] = [];
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'world', namespace: 'shop', resourceVersion: '1', uid: 'u' } };
  return {
    headers,
    async fetch(request) {
      headers.push(request.headers);
      if (request.method === 'PATCH')
        return Response.json(patchStatus < 400 ? object : { kind: 'Status', reason: 'InternalError', code: patchStatus }, {
          status: patchStatus,
        });
      if (!request.url.includes('watch=true'))
        return Response.json({ kind: 'ConfigMapList', metadata: { resourceVersion: '1' }, items: [object] });
      return new Response(
        new ReadableStream({
          start: (stream) =>
            request.signal.addEventListener('abort', () => {
              try {
                stream.close();
              } catch {
                // closed already
              }
            }),
        }),
      );
    },
  };
}

test('a reconcile is one trace: the reconcile at its root, its requests below, its ids in the log', async () => {
  const { fetch, headers } = cluster(200);
  const lines: string[] = [];
  const { span, ids, fetch: traced } = start();
  const log = createLog({
    component: 'x',
    level: 'debug',
    format: 'json',
    destination: { write: (line) => void lines.push(line) },
    ambient: ids,
  });
  const client = createKubeClient({
    baseUrl: 'http://kube.test',
    token: 'hunter2hunter2',
    fetch: traced('kubernetes', fetch),
    fieldManager: 'test',
  });
  const done = Promise.withResolvers<void>();
  const controller = createController({
    name: 'server',
    log,
    watches: [watch(createInformer({ client, type: configMaps }))],
    around: ({ controller, key }, work) => span(`reconcile ${controller}`, { 'gse.server': key }, work),
    async reconcile(_key, { log }) {
      await client.patchStatus(configMaps, { namespace: 'shop', name: 'world' }, { data: { a: 'b' } });
      log.info({}, 'patched');
      done.resolve();
    },
  });
  const stop = new AbortController();
  const ended = createManager({ controllers: [controller] }).run(stop.signal);
  await done.promise;
  stop.abort();
  await ended;
  await tracing.close();

  const root = collector.spans.find(({ name }) => name === 'reconcile server');
  expect(root).toMatchObject({ service: 'gse-example', attributes: { 'gse.server': 'shop/world' } });
  expect(root?.parentSpanId || undefined).toBeUndefined();
  const patch = collector.spans.find(({ name }) => name === 'patch configmaps/status');
  expect(patch).toMatchObject({
    traceId: root?.traceId,
    parentSpanId: root?.spanId,
    kind: 3,
    attributes: {
      'http.request.method': 'PATCH',
      'url.path': '/api/v1/namespaces/shop/configmaps/world/status',
      'http.response.status_code': 200,
      'k8s.namespace.name': 'shop',
      'k8s.object.name': 'world',
    },
  });
  expect(collector.spans.map(({ name }) => name)).toEqual(expect.arrayContaining(['list configmaps', 'watch configmaps']));
  expect(JSON.parse(lines.find((line) => line.includes('"patched"')) ?? '{}')).toMatchObject({
    trace_id: root?.traceId,
    span_id: root?.spanId,
  });
  expect(headers.at(-1)?.get('traceparent') ?? headers.map((each) => each.get('traceparent')).join()).toContain('00-');
  expect(collector.text()).not.toContain('hunter2');
});

test('what fails is marked, with the sentence and the code, without secrets', async () => {
  const { span, fetch: traced } = start();
  const client = createKubeClient({ baseUrl: 'http://kube.test', fetch: traced('kubernetes', cluster(500).fetch), fieldManager: 'test' });
  const attempt = span('work', {}, () => client.patchStatus(configMaps, { namespace: 'shop', name: 'world' }, {}, { timeoutMs: 300 }));
  await expect(attempt).rejects.toThrow();
  await expect(span('other', {}, () => Promise.reject(new Error('Bearer hunter2hunter2 is wrong')))).rejects.toThrow('wrong');
  await tracing.close();
  expect(collector.spans.find(({ name }) => name === 'patch configmaps/status')?.status).toMatchObject({ code: 2, message: 'HTTP 500' });
  expect(collector.spans.find(({ name }) => name === 'work')).toMatchObject({
    status: { code: 2 },
    attributes: { 'error.type': 'GSE_KUBE_API' },
  });
  expect(collector.spans.find(({ name }) => name === 'other')?.status.message).toBe('Bearer [hidden] is wrong');
});

test('the standard variables name the service and choose what is kept', async () => {
  variable('OTEL_SERVICE_NAME', 'my-operator');
  variable('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=lab');
  const { begin } = start({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.3' });
  for (let n = 0; n < 200; n++) begin(`span ${n}`).end();
  await tracing.close();
  expect(collector.spans.length).toBeGreaterThan(10);
  expect(collector.spans.length).toBeLessThan(150);
  expect(collector.spans[0]?.service).toBe('my-operator');
  expect(collector.text()).toContain('deployment.environment.name');
});

test('a collector that is away is told once and holds nothing up', async () => {
  await collector[Symbol.asyncDispose]();
  const told: unknown[] = [];
  variable('OTEL_EXPORTER_OTLP_TIMEOUT', '300');
  tracing = otlpTracing({
    serviceName: 'gse-example',
    env: {},
    sendEveryMs: 10,
    closeTimeoutMs: 100,
    tell: (problem) => told.push(problem),
  });
  for (const name of ['a', 'b']) {
    expect(await tracing.span(name, {}, () => Promise.resolve(1))).toBe(1);
    await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 20_000 });
  }
  expect(String(told[0])).toContain('Error');
  await tracing.close();
  collector = await startCollector();
});

test('switched off, nothing is wrapped', async () => {
  const fetch: Fetch = () => Promise.resolve(new Response());
  expect(noTracing.fetch('agent', fetch)).toBe(fetch);
  expect(await noTracing.span('x', {}, () => Promise.resolve(1))).toBe(1);
  expect(noTracing.begin('x').within(() => 2)).toBe(2);
  expect(noTracing.ids()).toEqual({});
});

test.each([
  ['GET', '/api/v1/pods?watch=true&labelSelector=a', 'watch pods'],
  ['GET', '/apis/gse.cozystack.io/v1alpha1/gameservers', 'list gameservers'],
  ['GET', '/kube/apis/apps/v1/namespaces/shop/statefulsets/world', 'get statefulsets'],
  ['PATCH', '/apis/gse.cozystack.io/v1alpha1/namespaces/shop/gameservers/world/status?fieldManager=x', 'patch gameservers/status'],
  ['GET', '/api/v1/namespaces/shop', 'get namespaces'],
  ['POST', '/api/v1/namespaces', 'create namespaces'],
  ['DELETE', '/api/v1/namespaces/shop/pods/%E4%B8', 'delete pods'],
  ['GET', '/version', 'get /version'],
])('%s %s is called %s', (method, path, name) => {
  const { name: called, attributes } = describeKubernetesRequest(method, new URL(path, 'https://kube.test:6443'));
  expect(called).toBe(name);
  expect(JSON.stringify(attributes)).not.toContain('?');
});
