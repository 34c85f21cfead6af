import { AgentError, announceRequestSchema, moderationRequestSchema } from '@gse/agent-client';
import type { ModerationAct } from '@gse/sdk';
import { z } from 'zod';
import { moderationActs } from '../catalogue/game-view.ts';
import type { ApiContext } from '../context.ts';
import { ApiError, invalid } from '../errors.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';
import { gameServers } from '@gse/server-objects';
import { namespaceSchema } from '../servers/order.ts';
import { callerOf } from '../session/callers.ts';

const params = z.object({ namespace: namespaceSchema, name: z.string().max(63) });
const { player, reason, text } = moderationRequestSchema.shape;

const playersSchema = z
  .discriminatedUnion('known', [
    z.object({ known: z.literal(false), reason: z.string().meta({ description: 'Why it is not known.' }) }),
    z.object({
      known: z.literal(true),
      online: z.int(),
      max: z.int().meta({ description: '0 is no limit.' }),
      names: z
        .array(
          z.object({
            name: z.string(),
            id: z.string().optional().meta({ description: 'Stable identity, where the game has one.' }),
            since: z.string().meta({ description: 'Since when this player is on, as far as the agent saw.' }),
          }),
        )
        .optional()
        .meta({ description: 'As far as the game tells names.' }),
    }),
  ])
  .meta({ description: 'Unknown, with the reason, when the game cannot be asked; that is never zero.' });

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

  app.post(
    '/servers/:namespace/:name/players/:act',
    {
      schema: {
        tags: ['players'],
        operationId: 'moderatePlayer',
        summary: 'Act on a player, as far as the game has the act',
        params: params.extend({ act: moderationRequestSchema.shape.act }),
        body: z.object({
          player: player.meta({ description: 'Name as the game shows it.' }),
          reason: reason.meta({ description: 'For kick and ban.' }),
          text: text.meta({ description: 'For message.' }),
        }),
        response: answers({
          200: z
            .object({ done: z.boolean(), message: z.string() })
            .meta({ description: "What came of it, in the game's words. `done: false` is an answer of the game." }),
        }),
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
      const result = await agent.moderate({ act, ...request.body }, { signal: request.gone });
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
      await agent.announce(request.body.message, { signal: request.gone });
      recorder.record(caller, server, 'Announced', 'told the players something');
      return reply.code(204).send(null);
    },
  );
}
