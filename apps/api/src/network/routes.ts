import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { notFound } from '../errors.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';
import { namespaceSchema } from '../servers/order.ts';
import { callerOf } from '../session/callers.ts';
import { networkOffer, networkOfferSchema } from './offer.ts';

/** How players may reach a server, so that forms offer nothing that would be refused. */
export function networkRoutes(app: App, context: ApiContext): void {
  const { gameById, ordering } = context;

  app.get(
    '/games/:id/network',
    {
      schema: {
        tags: ['catalogue'],
        operationId: 'getOrderNetwork',
        summary: 'How players may reach a server that the caller orders',
        params: z.object({ id: z.string().max(40) }),
        querystring: z.object({ namespace: namespaceSchema.meta({ description: 'Where the server is to be kept.' }) }),
        response: answers({ 200: networkOfferSchema }),
      },
    },
    async (request) => {
      const game = gameById(request.params.id);
      if (game === undefined) throw notFound(`This edition has no game ${request.params.id}.`);
      const { networkTypes: types } = await ordering.deskFor(game);
      return await networkOffer(context, callerOf(request), { namespace: request.query.namespace, types });
    },
  );

  app.get(
    '/servers/:namespace/:name/network',
    {
      schema: {
        tags: ['servers'],
        operationId: 'getServerNetwork',
        summary: 'How players may reach this server, if the caller changes it',
        params: z.object({ namespace: namespaceSchema, name: z.string().min(1).max(63) }),
        response: answers({ 200: networkOfferSchema }),
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { networkTypes: types } = await ordering.open(caller, request.params, request.gone);
      return await networkOffer(context, caller, { namespace: request.params.namespace, types });
    },
  );
}
