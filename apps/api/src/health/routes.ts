import type { MetricsRegistry } from '@gse/kube';
import { z } from 'zod';
import type { Caches } from '../caches.ts';
import { ApiError } from '../errors.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';

const okSchema = z.object({ status: z.literal('ok') });

/** For those who run this: is it alive, can it serve, what does it do. No secrets, and nothing about single players or servers. */
export function healthRoutes(app: App, caches: Caches, metrics: MetricsRegistry, servesMetrics: boolean): void {
  const servers = metrics.gauge('gse_servers', 'Servers by game and phase.');
  const seenBefore = new Map<string, Record<string, string>>();
  metrics.onRender(() => {
    const counts = new Map<string, { readonly labels: Record<string, string>; count: number }>();
    for (const { spec, status } of caches.servers.cache.list()) {
      const labels = { game: spec.game, phase: status?.phase ?? 'Pending' };
      const key = `${labels.game}/${labels.phase}`;
      const entry = counts.get(key) ?? { labels, count: 0 };
      entry.count++;
      counts.set(key, entry);
      seenBefore.set(key, labels);
    }
    for (const [key, labels] of seenBefore) servers.set(counts.get(key)?.count ?? 0, labels);
  });

  app.get(
    '/healthz',
    {
      config: { rateLimit: false },
      schema: {
        tags: ['platform'],
        operationId: 'getHealth',
        summary: 'Whether the process lives',
        security: [],
        response: answers({ 200: okSchema.meta({ description: 'It does.' }) }),
      },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/readyz',
    {
      config: { rateLimit: false },
      schema: {
        tags: ['platform'],
        operationId: 'getReadiness',
        summary: 'Whether it can serve',
        security: [],
        response: answers({ 200: okSchema.meta({ description: 'It can.' }) }),
      },
    },
    async () => {
      const waiting = caches.notSynced();
      if (waiting.length > 0)
        throw new ApiError(503, 'NotReady', `Still reading from Kubernetes: ${waiting.join(', ')}.`, {
          retryAfterSeconds: 1,
          details: { waiting },
        });
      return { status: 'ok' as const };
    },
  );

  if (!servesMetrics) return;
  app.get(
    '/metrics',
    {
      config: { rateLimit: false },
      schema: {
        tags: ['platform'],
        operationId: 'getMetrics',
        summary: 'Figures for Prometheus',
        security: [],
        response: answers({ 200: { description: 'Text exposition format.', content: { 'text/plain': { schema: z.string() } } } }),
      },
    },
    async (_request, reply) =>
      await reply
        .type('text/plain; version=0.0.4; charset=utf-8')
        .serializer((text: unknown) => String(text))
        .send(metrics.render()),
  );
}
