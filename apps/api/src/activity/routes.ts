import type { KubeEvent } from '@gse/kube';
import { ANNOTATIONS } from '@gse/resources';
import { z } from 'zod';
import { BY_SERVER } from '../caches.ts';
import type { ApiContext } from '../context.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';
import { gameServers, type GameOperation } from '@gse/server-objects';
import { DOOR_ANNOTATION } from '../kinds.ts';
import { namespaceSchema } from '../servers/order.ts';
import { callerOf } from '../session/callers.ts';
import { COMPONENT } from './recorder.ts';

const doorSchema = z.enum(['browser', 'api', 'kubernetes', 'operator']);

const activitySchema = z
  .object({
    at: z.string(),
    actor: z.string().meta({ description: 'Who did it.' }),
    door: doorSchema.meta({
      description: 'The way it came in: a browser or a program through this API, Kubernetes directly, or the operator by itself.',
    }),
    what: z.string().meta({ description: 'What was done or what happened, in a sentence.' }),
    code: z.string().meta({ description: 'Stable CamelCase code.' }),
    result: z.enum(['ok', 'trouble', 'underway']),
    operation: z.string().optional(),
    count: z.int().optional().meta({ description: 'How often it has happened, where more than once.' }),
  })
  .meta({ description: 'Something that was done or has happened.' });
type Activity = z.output<typeof activitySchema>;

const MAX_ITEMS = 200;

/** Who did what, from which door, with the result. */
export function activityRoutes(app: App, { caches, permissions }: ApiContext): void {
  app.get(
    '/servers/:namespace/:name/activity',
    {
      schema: {
        tags: ['live'],
        operationId: 'listActivity',
        summary: 'Who did what to a server, newest first',
        description: 'From the operations and events that Kubernetes keeps; events are kept for about an hour.',
        params: z.object({ namespace: namespaceSchema, name: z.string().max(63) }),
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(MAX_ITEMS).default(100) }),
        response: answers({ 200: z.object({ items: z.array(activitySchema) }).meta({ description: 'Newest first.' }) }),
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { namespace, name } = request.params;
      const server = await caller.kube.get(gameServers, { namespace, name }, { signal: request.gone });
      const key = `${namespace}/${name}`;
      const stories = caches.events.cache
        .byIndex(BY_SERVER, key)
        .filter((event) => event.involvedObject.uid === server.metadata.uid)
        .map(ofEvent);
      const canSeeOperations = await permissions.allows(caller, { verb: 'list', resource: 'gameoperations', namespace });
      const acts = canSeeOperations ? caches.operations.cache.byIndex(BY_SERVER, key).map(ofOperation) : [];
      return { items: [...stories, ...acts].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, request.query.limit) };
    },
  );
}

function ofOperation({ metadata, spec, status }: GameOperation): Activity {
  const door = metadata.annotations?.[DOOR_ANNOTATION];
  const phase = status?.phase ?? 'Pending';
  const isOver = status?.finishedAt !== undefined;
  return {
    at: metadata.creationTimestamp ?? '',
    actor: metadata.annotations?.[ANNOTATIONS.actor] ?? spec.actor ?? 'unknown',
    door: door === 'browser' || door === 'api' ? door : spec.actor === 'operator' ? 'operator' : 'kubernetes',
    what: `${spec.type}${spec.cause === undefined ? '' : ` (${spec.cause})`}: ${status?.message ?? 'waits'}`,
    code: `Operation${phase}`,
    result: !isOver ? 'underway' : phase === 'Failed' || phase === 'Refused' ? 'trouble' : 'ok',
    operation: metadata.name,
  };
}

function ofEvent(event: KubeEvent): Activity {
  const component = event.source?.component ?? event.reportingComponent ?? '';
  const isOurs = component === COMPONENT;
  const door = event.metadata.annotations?.[DOOR_ANNOTATION];
  return {
    at: event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? '',
    actor: (isOurs ? event.metadata.annotations?.[ANNOTATIONS.actor] : undefined) ?? (component === '' ? 'unknown' : component),
    door: isOurs && (door === 'browser' || door === 'api') ? door : 'operator',
    what: event.message ?? '',
    code: event.reason ?? 'Unknown',
    result: event.type === 'Warning' ? 'trouble' : 'ok',
    ...((event.count ?? 1) > 1 && { count: event.count ?? 1 }),
  };
}
