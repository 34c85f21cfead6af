import { AgentError, announceRequestSchema, moderationRequestSchema } from '@gse/agent-client';
import type { ModerationAct } from '@gse/sdk';
import { z } from 'zod';
import { moderationActs } from '../catalogue/game-view.ts';
import type { ApiContext } from '../context.ts';
import { ApiError, invalid } from '../errors.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';
import { moderationResultSchema, moderationSchema, playerListsSchema, playersSchema } from './schemas.ts';
import { gameServers } from '@gse/server-objects';
import { namespaceSchema } from '../servers/order.ts';
import { callerOf } from '../session/callers.ts';

const params = z.object({ namespace: namespaceSchema, name: z.string().max(63) });
/** What was done, for the record. */
const PAST: Readonly<Record<ModerationAct, string>> = {
  kick: 'kicked',
  ban: 'banned',
  unban: 'lifted the ban of',
  allow: 'put on the list of those who may join:',
  disallow: 'took off the list of those who may join:',
  promote: 'made an administrator:',
  demote: 'took the administrator rights of',
  message: 'wrote a message to',
};

/** Who is on, and acts on them. The game is asked; the caller's permission was asked for before. */
export function playerRoutes(app: App, context: ApiContext): void {
  const { agents, permissions, gameById, recorder } = context;

  app.get(
    '/servers/:namespace/:name/players',
    {
      schema: {
        tags: ['players'],
        operationId: 'listPlayers',
        summary: 'Who is on, as the game says now',
        params,
        response: answers({ 200: playersSchema }),
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { namespace, name } = request.params;
      await permissions.require(caller, { verb: 'get', resource: 'gameservers', subresource: 'players', namespace, name });
      const server = await caller.kube.get(gameServers, request.params, { signal: request.gone });
      try {
        const agent = await agents.open(server, request.gone);
        return await agent.players({ signal: request.gone });
      } catch (error) {
        if (error instanceof ApiError || (error instanceof AgentError && error.kind !== 'aborted'))
          return { known: false as const, reason: error.message };
        throw error;
      }
    },
  );

  app.get(
    '/servers/:namespace/:name/players/lists',
    {
      schema: {
        tags: ['players'],
        operationId: 'listPlayerLists',
        summary: 'Who is banned, may join and is an administrator, as the game says now',
        params,
        response: answers({ 200: playerListsSchema }),
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { namespace, name } = request.params;
      await permissions.require(caller, { verb: 'get', resource: 'gameservers', subresource: 'players', namespace, name });
      const server = await caller.kube.get(gameServers, request.params, { signal: request.gone });
      const lists = Object.keys(gameById(server.spec.game)?.playerLists ?? {});
      if (lists.length === 0) return {};
      try {
        const agent = await agents.open(server, request.gone);
        return await agent.playerLists({ signal: request.gone });
      } catch (error) {
        if (error instanceof ApiError || (error instanceof AgentError && error.kind !== 'aborted'))
          return Object.fromEntries(lists.map((list) => [list, { known: false as const, reason: error.message }]));
        throw error;
      }
    },
  );

  app.post(
    '/servers/:namespace/:name/players/:act',
    {
      schema: {
        tags: ['players'],
        operationId: 'moderatePlayer',
        summary: 'Act on a player, as far as the game has the act',
        params: params.extend({ act: moderationRequestSchema.shape.act }),
        body: moderationSchema,
        response: answers({ 200: moderationResultSchema }),
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { namespace, name, act } = request.params;
      await permissions.require(caller, { verb: 'create', resource: 'gameservers', subresource: 'players', namespace, name });
      const server = await caller.kube.get(gameServers, { namespace, name }, { signal: request.gone });
      const game = gameById(server.spec.game);
      if (game === undefined || !moderationActs(game).includes(act)) {
        throw new ApiError(501, 'CapabilityMissing', `${game?.title ?? server.spec.game} has no act ${act}.`, {
          path: 'act',
          details: { has: game ? moderationActs(game) : [] },
        });
      }
      if (act === 'message' && request.body.text === undefined) throw invalid([{ path: 'text', message: 'is what to say; it is needed' }]);
      const agent = await agents.open(server, request.gone);
      const result = await agent.moderate({ act, ...request.body }, { signal: request.gone }).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : 'it failed';
        recorder.record(caller, server, 'PlayerModerated', `tried to ${act} ${request.body.player}: ${why}`, 'Warning');
        throw error;
      });
      recorder.record(
        caller,
        server,
        'PlayerModerated',
        `${PAST[act]} ${request.body.player}: ${result.message}`,
        result.done ? 'Normal' : 'Warning',
      );
      return result;
    },
  );

  app.post(
    '/servers/:namespace/:name/announce',
    {
      schema: {
        tags: ['players'],
        operationId: 'announce',
        summary: 'Tell everybody on the server something',
        params,
        body: announceRequestSchema,
        response: answers({ 204: z.null().meta({ description: 'Said.' }) }),
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { namespace, name } = request.params;
      await permissions.require(caller, { verb: 'create', resource: 'gameservers', subresource: 'announcements', namespace, name });
      const server = await caller.kube.get(gameServers, request.params, { signal: request.gone });
      const agent = await agents.open(server, request.gone);
      await recorder.attempt(
        caller,
        server,
        'Announced',
        { done: 'told the players something', tried: 'tried to tell the players something' },
        () => agent.announce(request.body.message, { signal: request.gone }),
      );
      return reply.code(204).send(null);
    },
  );
}
