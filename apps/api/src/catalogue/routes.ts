import type { AnyGame } from '@gse/sdk';
import { z } from 'zod';
import { notFound } from '../errors.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';
import type { MappingOf } from '../ordering/mappings.ts';
import { gameListSchema, gameSchema } from './game-schema.ts';
import { viewCard, viewGame } from './game-view.ts';

/** What can be ordered. */
export function catalogueRoutes(
  app: App,
  options: { readonly games: readonly AnyGame[]; readonly gameById: (id: string) => AnyGame | undefined; readonly mappingOf: MappingOf },
): void {
  const cards = options.games.map(viewCard);
  const params = z.object({ id: z.string().max(40) });

  function gameOf(id: string): AnyGame {
    const game = options.gameById(id);
    if (game === undefined) throw notFound(`This edition has no game ${id}.`);
    return game;
  }

  app.get(
    '/games',
    {
      schema: {
        tags: ['catalogue'],
        operationId: 'listGames',
        summary: 'Every game of this edition',
        response: answers({ 200: gameListSchema }),
      },
    },
    async () => ({ items: cards }),
  );

  app.get(
    '/games/:id',
    {
      schema: {
        tags: ['catalogue'],
        operationId: 'getGame',
        summary: 'One game, with everything an order form needs',
        params,
        response: answers({ 200: gameSchema }),
      },
    },
    async (request) => {
      const game = gameOf(request.params.id);
      return viewGame(game, options.mappingOf(game));
    },
  );

  app.get(
    '/games/:id/icon.svg',
    {
      schema: {
        tags: ['catalogue'],
        operationId: 'getGameIcon',
        summary: 'The icon of a game',
        params,
        response: answers({ 200: { description: 'An SVG image.', content: { 'image/svg+xml': { schema: z.string() } } } }),
      },
    },
    async (request, reply) => {
      const { icon } = gameOf(request.params.id);
      // Opened as a page of its own, an image may neither run nor load anything.
      void reply.headers({
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        'cache-control': 'private, max-age=3600',
      });
      return reply
        .type('image/svg+xml')
        .serializer((text: unknown) => String(text))
        .send(icon);
    },
  );
}
