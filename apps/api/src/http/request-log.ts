import type { Log, MetricsRegistry } from '@gse/kube';
import type { App } from './app.ts';

const DURATION_BUCKETS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10, 30, 60];

/**
 * One line and one measurement for each request. The route's pattern is written, never the address: addresses may hold
 * codes, and whoever reads logs needs none of them.
 */
export function installRequestLog(app: App, log: Log, metrics: MetricsRegistry): void {
  const total = metrics.counter('gse_api_requests_total', 'Requests by method, route and status.');
  const seconds = metrics.histogram(
    'gse_api_request_duration_seconds',
    'Time from the request to the end of its answer.',
    DURATION_BUCKETS,
  );
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    total.inc(labels);
    if (request.routeOptions.config.isStream !== true && !request.ws)
      seconds.observe(reply.elapsedTime / 1000, { method: request.method, route });
    log.info(
      {
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        actor: request.caller?.user,
        requestId: request.id,
      },
      'request',
    );
  });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer goes on as long as the client listens. */
    isStream?: boolean;
  }
}
