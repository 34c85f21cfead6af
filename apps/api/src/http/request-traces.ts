import type { Span, Tracing } from '@gse/process';
import type { FastifyRequest } from 'fastify';
import type { App } from './app.ts';

/**
 * A span for each request, named by the route's pattern: addresses may hold codes. What the request asks of Kubernetes and of
 * agents appears below it. Streams last as long as somebody listens and have none.
 */
export function installRequestTraces(app: App, tracing: Tracing): void {
  if (!tracing.isOn) return;
  const spans = new WeakMap<FastifyRequest, Span>();

  app.addHook('onRequest', (request, _reply, done) => {
    const { url: route = 'none', config } = request.routeOptions;
    if (config.isStream === true || request.ws) return done();
    const attributes = { 'http.request.method': request.method, 'http.route': route, 'gse.request_id': request.id };
    const span = tracing.begin(`${request.method} ${route}`, attributes, 'server');
    spans.set(request, span);
    span.within(done);
  });
  // Reading a body goes on in the context of its socket.
  app.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span) span.within(done);
    else done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.set({ 'http.response.status_code': reply.statusCode, ...(request.caller && { 'enduser.id': request.caller.user }) });
    span?.end(reply.statusCode >= 500 ? `HTTP ${reply.statusCode}` : undefined);
    done();
  });
}
