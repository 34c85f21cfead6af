import { z } from 'zod';
import { visibleNamespaces } from '../access/visible.ts';
import type { ApiContext } from '../context.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';
import { receiving } from '../http/validation.ts';
import type { GameServer } from '@gse/server-objects';
import { placeOf, type Place } from '../kinds.ts';
import { callerOf } from '../session/callers.ts';
import { changedPaths, changeSchema, changeServer, checkChange, wishChangeSchema } from './change.ts';
import { applyFix, fixRequestSchema, fixResultSchema } from './fix.ts';
import { checkedOrderSchema, checkOrder, namespaceSchema, orderSchema, placeOrder, receivedOrderSchema } from './order.ts';
import { page, pagingShape } from './paging.ts';
import { previewChange, previewSchema } from './preview.ts';
import { removalQuerySchema, removalSchema, removeServer } from './remove.ts';
import { checkSecrets, presentSecrets, secretPlace } from './secrets.ts';
import { serverListSchema, serverSchema, viewSummary } from './view.ts';

const params = z.object({ namespace: namespaceSchema, name: z.string().min(1).max(63) });
const dryRunSchema = z.object({
  dryRun: z.enum(['true', 'false']).default('false').meta({ description: 'Only check and say what would happen.' }),
});

/** Orders, and what became of them. */
export function serverRoutes(app: App, context: ApiContext): void {
  const { caches, permissions, ordering, gameById, mappingOf } = context;

  app.get(
    '/servers',
    {
      schema: {
        tags: ['servers'],
        operationId: 'listServers',
        summary: 'Servers the caller sees',
        querystring: z.object({ namespace: namespaceSchema.optional(), ...pagingShape }),
        response: answers({ 200: serverListSchema }),
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { namespace } = request.query;
      if (namespace !== undefined) await permissions.require(caller, { verb: 'list', resource: 'gameservers', namespace });
      const isVisible = namespace === undefined ? await visibleNamespaces(permissions, caller, caches.servers.cache.list()) : () => true;
      const servers = caches.servers.cache.list({ namespace }).filter((server) => isVisible(server.metadata.namespace ?? ''));
      const found = page(servers, ({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`, request.query);
      return { ...found, items: found.items.map(viewSummary) };
    },
  );

  app.post(
    '/servers',
    {
      schema: {
        tags: ['servers'],
        operationId: 'orderServer',
        summary: 'Order a server',
        querystring: dryRunSchema,
        body: orderSchema,
        response: answers({
          200: checkedOrderSchema,
          201: serverSchema,
        }),
      },
      // What the document promises is checked with the words of orders, not here.
      validatorCompiler: receiving(receivedOrderSchema),
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const order = await checkOrder(context, caller, request.body, request.gone);
      if (request.query.dryRun === 'true') {
        const { version, cpu, memory, storage, settings } = order.plan;
        return reply.code(200).send({
          spec: order.spec,
          version,
          cpu,
          memory,
          storage,
          settings: { ...settings },
          manifest: order.desk.manifest(order.place, order.spec),
        });
      }
      const created = await placeOrder(context, caller, order, request.gone);
      const { namespace, name } = placeOf(created);
      return reply
        .code(201)
        .header('location', `/api/v1/servers/${namespace}/${name}`)
        .send(await view(created, request.gone));
    },
  );

  app.get(
    '/servers/:namespace/:name',
    {
      schema: {
        tags: ['servers'],
        operationId: 'getServer',
        summary: 'One server, whole',
        params,
        response: answers({ 200: serverSchema }),
      },
    },
    async (request) => await view(await ordering.look(callerOf(request), request.params, request.gone), request.gone),
  );

  app.patch(
    '/servers/:namespace/:name',
    {
      schema: {
        tags: ['servers'],
        operationId: 'changeServer',
        summary: 'Change the wish for a server',
        params,
        body: changeSchema,
        response: answers({ 200: serverSchema }),
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const place: Place = request.params;
      const { spec, secrets } = request.body;
      const order = await ordering.open(caller, place, request.gone);
      let { server } = order;
      const game = gameById(server.spec.game);
      // Everything is checked before anything is written.
      if (spec) checkChange(context, caller, server, spec);
      if (secrets && game) {
        await order.writeSecrets(checkSecrets(game, mappingOf(game), secrets), request.gone);
        context.recorder.record(caller, server, 'CredentialsChanged', `changed the credentials ${Object.keys(secrets).join(', ')}`);
      }
      if (spec && Object.keys(spec).length > 0) {
        server = await changeServer(context, caller, place, spec, request.gone);
        context.recorder.record(caller, server, 'WishChanged', `changed ${changedPaths(spec).slice(0, 20).join(', ')}`);
      }
      return await view(server, request.gone);
    },
  );

  app.post(
    '/servers/:namespace/:name/preview',
    {
      schema: {
        tags: ['servers'],
        operationId: 'previewChange',
        summary: 'What a change would mean: at once, with a restart, in a new world',
        params,
        body: wishChangeSchema,
        response: answers({ 200: previewSchema }),
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { server } = await ordering.open(caller, request.params, request.gone);
      return await previewChange(context, caller, server, request.body.spec ?? {}, request.gone);
    },
  );

  app.delete(
    '/servers/:namespace/:name',
    {
      schema: {
        tags: ['servers'],
        operationId: 'deleteServer',
        summary: 'Delete a server',
        params,
        querystring: removalQuerySchema,
        response: answers({ 200: removalSchema, 202: removalSchema }),
      },
    },
    async (request, reply) => {
      const meaning = await removeServer(context, callerOf(request), request.params, request.query, request.gone);
      return reply.code(request.query.dryRun === 'true' ? 200 : 202).send(meaning);
    },
  );

  for (const [verb, state, past] of [
    ['start', 'Running', 'started'],
    ['stop', 'Stopped', 'stopped'],
  ] as const) {
    app.post(
      `/servers/:namespace/:name/${verb}`,
      {
        schema: {
          tags: ['servers'],
          operationId: `${verb}Server`,
          summary: `Wish for the server to be ${past}`,
          params,
          response: answers({ 200: serverSchema }),
        },
      },
      async (request) => {
        const caller = callerOf(request);
        const server = await changeServer(context, caller, request.params, { state }, request.gone);
        context.recorder.record(caller, server, 'WishChanged', `wished for the server to be ${past}`);
        return await view(server, request.gone);
      },
    );
  }

  app.post(
    '/servers/:namespace/:name/fix',
    {
      schema: {
        tags: ['servers'],
        operationId: 'applyFix',
        summary: 'Apply the fix the status names',
        params,
        body: fixRequestSchema,
        response: answers({ 200: fixResultSchema }),
      },
    },
    async (request) => await applyFix(context, callerOf(request), request.params, request.body.code, request.gone),
  );

  async function view(server: GameServer, signal: AbortSignal): Promise<z.output<typeof serverSchema>> {
    const place = placeOf(server);
    return {
      summary: viewSummary(server),
      spec: server.spec,
      status: server.status ?? {},
      secrets: await presentSecrets(context.reader, secretPlace(place, server.spec), gameById(server.spec.game), signal),
      manifest: await ordering.manifestOf(server),
    };
  }
}
