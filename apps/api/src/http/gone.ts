import type { App } from './app.ts';

/**
 * Gives every request the signal that nobody waits for its answer any more: because it was given, or because the client
 * left. The web server's own signal is no use for that: it fires as soon as the body of a request is read.
 */
export function installGoneSignal(app: App): void {
  app.decorateRequest('gone');
  app.addHook('onRequest', async (request, reply) => {
    const gone = new AbortController();
    request.gone = gone.signal;
    reply.raw.once('close', () => gone.abort());
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Fires when nobody waits for the answer any more. */
    gone: AbortSignal;
  }
}
