import { commandRequestSchema } from '@gse/agent-client';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';
import { gameServers } from '@gse/server-objects';
import { namespaceSchema } from '../servers/order.ts';
import { callerOf } from '../session/callers.ts';
import type { StreamGuard } from '../live/guard.ts';
import { showConsole } from './viewer.ts';
import { Seats } from './seats.ts';

const params = z.object({ namespace: namespaceSchema, name: z.string().max(63) });

/** Answer to one command. */
export const commandResultSchema = z.object({ output: z.string() }).meta({ description: 'What the game printed.' });

/** First word of a command; the rest may hold what nobody but the game should read. */
function firstWord(line: string): string {
  return line.trim().split(/\s/)[0]?.slice(0, 40) ?? '';
}

/** What the record says of a command. */
function commandWords(line: string): { readonly done: string; readonly tried: string } {
  const word = firstWord(line);
  return { done: `ran the console command ${word}`, tried: `tried to run the console command ${word}` };
}

export interface ConsoleLimits {
  readonly viewersPerServer: number;
  readonly viewers: number;
}

/** The log of a game and its command line. */
export function consoleRoutes(app: App, context: ApiContext, guard: StreamGuard, limits: ConsoleLimits): void {
  const { agents, permissions, recorder } = context;
  const seats = new Seats(limits);

  app.post(
    '/servers/:namespace/:name/command',
    {
      schema: {
        tags: ['console'],
        operationId: 'runCommand',
        summary: 'Run one console command',
        params,
        body: commandRequestSchema,
        response: answers({ 200: commandResultSchema }),
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { namespace, name } = request.params;
      await permissions.require(caller, { verb: 'create', resource: 'gameservers', subresource: 'console', namespace, name });
      const server = await caller.kube.get(gameServers, request.params, { signal: request.gone });
      const agent = await agents.open(server, request.gone);
      const { line } = request.body;
      return {
        output: await recorder.attempt(caller, server, 'CommandRun', commandWords(line), () =>
          agent.command(line, { signal: request.gone }),
        ),
      };
    },
  );

  app.route({
    method: 'GET',
    url: '/servers/:namespace/:name/console',
    exposeHeadRoute: false,
    config: { isStream: true },
    schema: {
      tags: ['console'],
      operationId: 'openConsole',
      summary: 'The console, as a WebSocket',
      description:
        'Text frames of JSON. From the server: `{type:"lines", lines:[{n, at, text}], dropped?}` and `{type:"result", id, output?, error?}`. To the server: `{type:"command", id, line}`. A viewer who is slow loses the oldest lines and is told how many. Closes with 4401 when the sign-in ends, 4403 when the permission does, 1012 when the game\'s agent goes or the sign-in is renewed: open it again with `after`.',
      params,
      querystring: z.object({
        after: z.coerce.number().int().min(0).optional().meta({ description: 'Number of the last line already shown.' }),
        replay: z.coerce.number().int().min(0).max(1000).default(150).meta({ description: 'Most lines to show again.' }),
      }),
      response: answers({ 101: z.null().meta({ description: 'The console is open.' }) }),
    },
    preHandler: async (request) => {
      const caller = callerOf(request);
      const { namespace, name } = request.params;
      await permissions.require(caller, { verb: 'get', resource: 'gameservers', subresource: 'console', namespace, name });
      const server = await caller.kube.get(gameServers, { namespace, name }, { signal: request.gone });
      const agent = await agents.open(server, request.gone);
      // Only now: a browser is not told why a socket was refused, so its page asks the same without one.
      if (!request.ws)
        throw new ApiError(
          426,
          'UpgradeRequired',
          'This is a WebSocket. Programs that want one command and its answer use POST …/command.',
        );
      request.console = { server, agent };
      seats.take(`${namespace}/${name}`, request.raw.socket);
    },
    handler: async () => {
      throw new ApiError(426, 'UpgradeRequired', 'This is a WebSocket.');
    },
    wsHandler: (socket, request) => {
      const { namespace, name } = request.params;
      const caller = callerOf(request);
      const opened = request.console;
      if (opened === null) return socket.close(1011);
      const wish = { resource: 'gameservers', subresource: 'console', namespace, name } as const;
      showConsole(socket, {
        agent: opened.agent,
        after: request.query.after,
        replay: request.query.replay,
        closing: context.closing,
        clock: context.clock,
        mayCommand: async () => await permissions.allows(caller, { verb: 'create', ...wish }),
        run: async (line, command) => await recorder.attempt(caller, opened.server, 'CommandRun', commandWords(line), command),
        stillAllowed: async () => await guard.check(caller, request.ip, 'end', { verb: 'get', ...wish }),
      });
    },
  });
}
