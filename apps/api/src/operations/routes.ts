import { z } from 'zod';
import { BY_SERVER } from '../caches.ts';
import type { ApiContext } from '../context.ts';
import { conflict, notFound } from '../errors.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';
import { gameOperations, gameServers, type GameOperation, type GameServer } from '@gse/server-objects';
import { seen } from '../seen.ts';
import { namespaceSchema } from '../servers/order.ts';
import { pageNewest, pagingShape } from '../servers/paging.ts';
import { callerOf, type Caller } from '../session/callers.ts';
import { inFuture, orderRestart, restartRequestSchema } from './order.ts';
import { mustHappen } from './must-happen.ts';
import { isStillAhead, operationListSchema, operationSchema, viewOperation } from './view.ts';

const serverParams = z.object({ namespace: namespaceSchema, name: z.string().max(63) });
const operationParams = serverParams.extend({ operation: z.string().max(253) });

/** What is done to an operation that waits no longer; that may be done to every one. */
const HASTENED = 'told to go ahead now:';

/** Until when. */
export const postponeSchema = z
  .union([
    z.strictObject({ until: z.iso.datetime({ offset: true }).meta({ description: 'Not before this time.' }) }),
    z.strictObject({
      minutes: z.int().min(1).max(43_200).meta({ description: 'By so many minutes, counted from when it would have happened.' }),
    }),
  ])
  .meta({ description: 'Until when.' });

/** Disruptive acts: ordering, looking at and declining them. */
export function operationRoutes(app: App, context: ApiContext): void {
  const { caches, clock } = context;

  app.get(
    '/servers/:namespace/:name/operations',
    {
      schema: {
        tags: ['operations'],
        operationId: 'listOperations',
        summary: 'Operations of a server, newest first',
        params: serverParams,
        querystring: z.object(pagingShape),
        response: answers({ 200: operationListSchema }),
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { namespace, name } = request.params;
      await context.permissions.require(caller, { verb: 'list', resource: 'gameoperations', namespace });
      await caller.kube.get(gameServers, { namespace, name }, { signal: request.gone });
      const all = caches.operations.cache.byIndex(BY_SERVER, `${namespace}/${name}`);
      // By name where they are of the same second: names count up, or say nothing.
      const { items, ...next } = pageNewest(
        all.map((operation) => ({ at: operation.metadata.creationTimestamp ?? '', id: sortable(operation.metadata.name), operation })),
        request.query,
      );
      return { ...next, items: items.map(({ operation }) => viewOperation(operation, serverOf(operation))) };
    },
  );

  app.get(
    '/servers/:namespace/:name/operations/:operation',
    {
      schema: {
        tags: ['operations'],
        operationId: 'getOperation',
        summary: 'One operation, with the table of its steps',
        params: operationParams,
        response: answers({ 200: operationSchema }),
      },
    },
    async (request) => {
      const operation = await find(callerOf(request), request.params, request.gone);
      return viewOperation(operation, serverOf(operation));
    },
  );

  app.post(
    '/servers/:namespace/:name/restart',
    {
      schema: {
        tags: ['operations'],
        operationId: 'restartServer',
        summary: 'Restart a server, with the countdown its players get',
        params: serverParams,
        body: restartRequestSchema,
        response: answers({ 201: operationSchema }),
      },
    },
    async (request, reply) => {
      const { namespace, name } = request.params;
      const operation = await orderRestart(context, callerOf(request), { namespace, name }, request.body, request.gone);
      return reply.code(201).send(viewOperation(operation, serverOf(operation)));
    },
  );

  app.post(
    '/servers/:namespace/:name/operations/:operation/skip',
    {
      schema: {
        tags: ['operations'],
        operationId: 'skipOperation',
        summary: 'Do not do it this time',
        params: operationParams,
        response: answers({ 200: operationSchema }),
      },
    },
    async (request) => await change(request, () => ({ skip: true }), 'Skipped', 'skipped'),
  );

  app.post(
    '/servers/:namespace/:name/operations/:operation/cancel',
    {
      schema: {
        tags: ['operations'],
        operationId: 'cancelOperation',
        summary: 'Give it up',
        params: operationParams,
        response: answers({ 200: operationSchema }),
      },
    },
    async (request) => await change(request, () => ({ cancel: true }), 'Cancelled', 'cancelled'),
  );

  app.post(
    '/servers/:namespace/:name/operations/:operation/run-now',
    {
      schema: {
        tags: ['operations'],
        operationId: 'runOperationNow',
        summary: 'Do not wait any longer',
        description:
          'It waits neither for an empty server nor for a later time. Players who are on get the last announcement of its policy, with the true time left.',
        params: operationParams,
        response: answers({ 200: operationSchema }),
      },
    },
    async (request) => await change(request, () => ({ runNow: true }), 'RunNow', HASTENED),
  );

  app.post(
    '/servers/:namespace/:name/operations/:operation/postpone',
    {
      schema: {
        tags: ['operations'],
        operationId: 'postponeOperation',
        summary: 'Do it later',
        params: operationParams,
        body: postponeSchema,
        response: answers({ 200: operationSchema }),
      },
    },
    async (request) => {
      const { body } = request;
      const until = (operation: GameOperation): string => {
        if ('until' in body) return inFuture(context, body.until);
        const planned = Math.max(
          clock.now(),
          Date.parse(operation.status?.disruptsAt ?? '') || 0,
          Date.parse(operation.spec.postponeUntil ?? '') || 0,
        );
        return inFuture(context, new Date(planned + body.minutes * 60_000).toISOString());
      };
      return await change(request, (operation) => ({ postponeUntil: until(operation), runNow: false }), 'Postponed', 'postponed');
    },
  );

  function serverOf({ metadata, spec }: GameOperation): GameServer | undefined {
    return caches.servers.cache.getByKey(`${metadata.namespace ?? ''}/${spec.server}`);
  }

  async function find(caller: Caller, params: z.output<typeof operationParams>, signal: AbortSignal): Promise<GameOperation> {
    const operation = await caller.kube.get(gameOperations, { namespace: params.namespace, name: params.operation }, { signal });
    if (operation.spec.server !== params.name) throw notFound(`There is no operation ${params.operation} of this server.`);
    return operation;
  }

  async function change(
    request: { readonly params: z.output<typeof operationParams>; readonly gone: AbortSignal; readonly caller: Caller | null },
    patchOf: (operation: GameOperation) => Partial<GameOperation['spec']>,
    reason: string,
    verb: string,
  ): Promise<z.output<typeof operationSchema>> {
    const caller = callerOf(request);
    const operation = await find(caller, request.params, request.gone);
    if (!isStillAhead(operation)) {
      const why =
        operation.status?.finishedAt === undefined
          ? 'players are being disturbed already'
          : `it has ended: ${operation.status.phase ?? ''}`;
      throw conflict('TooLate', `${operation.metadata.name} can no longer be ${verb.replace(/:$/, '')}; ${why}.`);
    }
    const must = verb === HASTENED ? undefined : mustHappen(operation, serverOf(operation));
    if (must !== undefined) throw conflict('CannotBeDeclined', must);
    const changed = await caller.kube.patch(gameOperations, operation.metadata, { spec: patchOf(operation) }, { signal: request.gone });
    await seen(caches.operations, changed, clock);
    const server = serverOf(changed);
    const until = changed.spec.postponeUntil !== undefined && verb === 'postponed' ? ` until ${changed.spec.postponeUntil}` : '';
    if (server) context.recorder.record(caller, server, reason, `${verb} ${operation.metadata.name}${until}`);
    return viewOperation(changed, server);
  }
}

/** A name by which numbers in it sort as numbers. */
function sortable(name: string): string {
  return name.replace(/\d+/g, (digits) => digits.padStart(20, '0'));
}
