import { z } from 'zod';
import { allowedNamespaces } from '../access/visible.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';
import { callerOf } from '../session/callers.ts';
import { Candidates } from './candidates.ts';

/** A namespace that an order may name. */
export const orderNamespaceSchema = z.object({ name: z.string() });

/** Where somebody may order. */
export const orderNamespacesSchema = z
  .object({
    items: z.array(orderNamespaceSchema),
    anywhere: z.boolean().meta({ description: 'The caller may order in every namespace, also in those that are not listed.' }),
  })
  .meta({ description: 'Namespaces in which the caller may order, as far as they are known.' });

/** Where the caller may order, so that a form can offer it. */
export function namespaceRoutes(app: App, context: ApiContext): void {
  const { caches, clock, gameById, ordering, permissions } = context;
  const candidates = new Candidates(caches, clock);

  app.get(
    '/namespaces',
    {
      schema: {
        tags: ['catalogue'],
        operationId: 'listNamespaces',
        summary: 'Where the caller may order a game',
        querystring: z.object({ game: z.string().max(40).meta({ description: 'Id of the game that is to be ordered.' }) }),
        response: answers({ 200: orderNamespacesSchema }),
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const game = gameById(request.query.game);
      if (game === undefined) throw new ApiError(404, 'NotFound', `This edition has no game ${request.query.game}.`, { path: 'game' });
      const { permission } = await ordering.deskFor(game);
      const [anywhere, names] = await Promise.all([
        permissions.allows(caller, { verb: 'create', ...permission }),
        candidates.of(caller, request.gone),
      ]);
      const allowed = anywhere ? new Set(names) : await allowedNamespaces(permissions, caller, { verb: 'create', ...permission }, names);
      return { items: names.filter((name) => allowed.has(name)).map((name) => ({ name })), anywhere };
    },
  );
}
