import type { KubeEvent } from '@gse/kube';
import { ANNOTATIONS } from '@gse/resources';
import { gameServers } from '@gse/server-objects';
import { z } from 'zod';
import { visibleNamespaces } from '../access/visible.ts';
import { BY_SERVER } from '../caches.ts';
import type { ApiContext } from '../context.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';
import { namespaceSchema } from '../servers/order.ts';
import { pageNewest } from '../servers/paging.ts';
import { callerOf, type Caller } from '../session/callers.ts';
import { activityListSchema } from './schema.ts';
import { ofEvent, ofOperation } from './view.ts';

const MAX_ITEMS = 200;
const pagingShape = {
  limit: z.coerce.number().int().min(1).max(MAX_ITEMS).default(100).meta({ description: 'Most items of one page.' }),
  continue: z.string().max(400).optional().meta({ description: 'Where the page before ended, as it said in `continue`.' }),
};
const DESCRIPTION = 'From the operations and events that Kubernetes keeps; events are kept for about an hour.';

/** Who did what, from which door, with the result. */
export function activityRoutes(app: App, { caches, permissions }: ApiContext): void {
  app.get(
    '/servers/:namespace/:name/activity',
    {
      schema: {
        tags: ['live'],
        operationId: 'listActivity',
        summary: 'Who did what to a server, newest first',
        description: DESCRIPTION,
        params: z.object({ namespace: namespaceSchema, name: z.string().max(63) }),
        querystring: z.object(pagingShape),
        response: answers({ 200: activityListSchema }),
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { namespace, name } = request.params;
      const server = await caller.kube.get(gameServers, { namespace, name }, { signal: request.gone });
      const key = `${namespace}/${name}`;
      const stories = caches.events.cache.byIndex(BY_SERVER, key).filter((event) => event.involvedObject.uid === server.metadata.uid);
      const canSeeOperations = await permissions.allows(caller, { verb: 'list', resource: 'gameoperations', namespace });
      const acts = canSeeOperations ? caches.operations.cache.byIndex(BY_SERVER, key) : [];
      return pageNewest([...stories.map(ofEvent), ...acts.map(ofOperation)], request.query);
    },
  );

  app.get(
    '/activity',
    {
      schema: {
        tags: ['live'],
        operationId: 'listAllActivity',
        summary: 'Who did what, on all servers the caller sees, newest first',
        description: `${DESCRIPTION} With sign-ins: those of everybody for who sees all namespaces, otherwise one's own.`,
        querystring: z.object({ namespace: namespaceSchema.optional(), ...pagingShape }),
        response: answers({ 200: activityListSchema }),
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { namespace } = request.query;
      if (namespace !== undefined) await permissions.require(caller, { verb: 'list', resource: 'gameservers', namespace });
      const stories = caches.events.cache.list({ namespace });
      const operations = caches.operations.cache.list({ namespace });
      // Also of namespaces whose last server has gone: what became of it is worth knowing.
      const isVisible = namespace === undefined ? await visibleNamespaces(permissions, caller, [...stories, ...operations]) : () => true;
      const mayList = await visibleOperations(
        caller,
        new Set(operations.map(({ metadata }) => metadata.namespace ?? '').filter(isVisible)),
      );
      const sessions = namespace === undefined ? await visibleSessions(caller) : [];
      return pageNewest(
        [
          ...stories.filter(({ involvedObject }) => isVisible(involvedObject.namespace ?? '')).map(ofEvent),
          ...operations.filter(({ metadata }) => mayList.has(metadata.namespace ?? '')).map(ofOperation),
          ...sessions.map(ofEvent),
        ],
        request.query,
      );
    },
  );

  async function visibleOperations(caller: Caller, namespaces: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    if (await permissions.allows(caller, { verb: 'list', resource: 'gameoperations' })) return namespaces;
    const allowed = new Set<string>();
    for (const namespace of namespaces)
      if (await permissions.allows(caller, { verb: 'list', resource: 'gameoperations', namespace })) allowed.add(namespace);
    return allowed;
  }

  async function visibleSessions(caller: Caller): Promise<KubeEvent[]> {
    const all = caches.sessions.cache.list().filter(({ metadata }) => metadata.annotations?.[ANNOTATIONS.actor] !== undefined);
    const seesAll = await permissions.allows(caller, { verb: 'list', resource: 'gameservers' });
    return seesAll ? all : all.filter((event) => ofEvent(event).actor === caller.user);
  }
}
