import { z } from 'zod';
import { visibleNamespaces } from '../access/visible.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';
import { namespaceSchema } from '../servers/order.ts';
import { allowanceOf } from '../session/allowance.ts';
import { callerOf } from '../session/callers.ts';
import type { Feed } from './feed.ts';
import type { StreamGuard } from './guard.ts';
import { Listener } from './listener.ts';

const RECHECK_MS = 30_000;

export interface LiveLimits {
  readonly streamsPerCaller: number;
  readonly streams: number;
}

function tooMany(open: number): ApiError {
  return new ApiError(429, 'TooManyStreams', `You have ${open} streams open already; one is enough for any number of servers.`, {
    retryAfterSeconds: 10,
  });
}

/** Changes as they happen. */
export function liveRoutes(app: App, context: ApiContext, feed: Feed, guard: StreamGuard, limits: LiveLimits): void {
  const { caches, permissions, clock, closing } = context;
  const open = new Map<string, number>();
  let total = 0;

  app.get(
    '/events',
    {
      config: { isStream: true },
      exposeHeadRoute: false,
      schema: {
        tags: ['live'],
        operationId: 'watch',
        summary: 'One stream with the changes of all servers the caller sees',
        description:
          'Server-sent events. Open it first, then list. `hello` begins; `server` and `operation` carry `{type: added|changed|deleted, resourceVersion, server|operation}` in the form of the lists; `relist` says that changes were missed, so list again; `heartbeat` comes every 15 seconds; `end` says why the stream ends; after `Renew` and `Closing` it is opened again. A stream that breaks goes on where it was, by `Last-Event-ID`.',
        querystring: z.object({ namespace: namespaceSchema.optional() }),
        headers: z.object({ 'last-event-id': z.string().max(100).optional() }),
        response: answers({ 200: { description: 'A stream of events.', content: { 'text/event-stream': { schema: z.string() } } } }),
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { namespace } = request.query;
      const look = async (): Promise<(place: string) => boolean> => {
        if (namespace !== undefined) {
          await permissions.require(caller, { verb: 'list', resource: 'gameservers', namespace });
          return (place) => place === namespace;
        }
        return await visibleNamespaces(permissions, caller, caches.servers.cache.list());
      };
      let isVisible = await look();
      const known = new Set(caches.servers.cache.list().map(({ metadata }) => metadata.namespace ?? ''));

      // Who has left meanwhile takes no place; from here on the end of the connection is heard of.
      if (request.gone.aborted) return;
      const allowance = allowanceOf(caller.user);
      const taken = open.get(allowance) ?? 0;
      if (taken >= limits.streamsPerCaller || total >= limits.streams) throw tooMany(taken);
      open.set(allowance, taken + 1);
      total++;
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
      reply.raw.socket?.setNoDelay(true);

      const listener = new Listener(reply.raw, {
        feed,
        clock,
        lastEventId: request.headers['last-event-id'],
        sees: (place) => (isVisible(place) ? true : known.has(place) ? false : undefined),
        onUnknownNamespace: (place) => {
          known.add(place);
          void look().then(
            (visible) => {
              isVisible = visible;
              if (visible(place)) listener.relist('there is a new namespace');
            },
            () => {},
          );
        },
      });

      const recheck = async (): Promise<void> => {
        const end = await guard.check(caller, request.ip, 'renewal');
        if (end) return listener.end(end.code, end.message);
        const before = isVisible;
        isVisible = await look();
        if ([...known].some((place) => isVisible(place) && !before(place))) listener.relist('there is more to see now');
      };
      let cancel = clock.after(RECHECK_MS, again);
      function again(): void {
        recheck().catch((error: unknown) => {
          if (error instanceof ApiError && error.status === 403) listener.end('Forbidden', error.message);
        });
        cancel = clock.after(RECHECK_MS, again);
      }
      const onClosing = (): void => listener.end('Closing', 'the API closes; come back in a moment');
      closing.addEventListener('abort', onClosing, { once: true });

      await listener.closed;
      cancel();
      closing.removeEventListener('abort', onClosing);
      total--;
      const left = (open.get(allowance) ?? 1) - 1;
      if (left <= 0) open.delete(allowance);
      else open.set(allowance, left);
    },
  );
}
