import { otlpTracing, startCollector } from '@gse/process/testing';
import Fastify from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterEach, expect, test } from 'vitest';
import type { App } from './app.ts';
import { installRequestTraces } from './request-traces.ts';

afterEach(() => {
  delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
});

test('a request is a span by its pattern, with what it asks below it, also after its body was read; streams have none', async () => {
  await using collector = await startCollector();
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
  const tracing = otlpTracing({ serviceName: 'gse-api', env: {} });
  const app: App = Fastify().withTypeProvider<ZodTypeProvider>();
  app.decorateRequest('caller', null);
  installRequestTraces(app, tracing);
  const ask = tracing.fetch('kubernetes', () => Promise.resolve(Response.json({})));
  app.post('/servers/:name', async () => {
    await ask(new Request('http://kube.test/api/v1/namespaces/shop/pods/world'));
    return {};
  });
  app.get('/broken', async () => {
    throw new Error('broken');
  });
  app.get('/stream', { config: { isStream: true } }, async () => ({}));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const body = JSON.stringify({ text: 'x'.repeat(100_000) });
  await fetch(`${url}/servers/code-4711`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  await fetch(`${url}/broken`);
  await fetch(`${url}/stream`);
  await app.close();
  await tracing.close();

  const named = (name: string) => collector.spans.find((span) => span.name === name);
  const root = named('POST /servers/:name');
  expect(root).toMatchObject({ kind: 2, attributes: { 'http.response.status_code': 200, 'http.route': '/servers/:name' } });
  expect(named('get pods')).toMatchObject({ traceId: root?.traceId, parentSpanId: root?.spanId });
  expect(named('GET /broken')?.status).toMatchObject({ code: 2, message: 'HTTP 500' });
  expect(collector.spans).toHaveLength(3);
  expect(collector.text()).not.toContain('4711');
});
