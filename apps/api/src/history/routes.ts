import { AgentError, type HistoryRange, type HistorySeries } from '@gse/agent-client';
import { planServer } from '@gse/sdk';
import { GAME_CONTAINER, gameServers, type GameServer } from '@gse/server-objects';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { App } from '../http/app.ts';
import { answers } from '../http/error-schema.ts';
import { placeOf } from '../kinds.ts';
import { namespaceSchema } from '../servers/order.ts';
import { callerOf } from '../session/callers.ts';
import { bytesOf, cpuMilliOf } from './quantities.ts';
import {
  historyQuerySchema,
  serverHistorySchema,
  type gameFigureSchema,
  type gameHistorySchema,
  type limitsSchema,
  type usageHistorySchema,
} from './schema.ts';
import { USAGE_STEP_MS, UsageWatch } from './usage-watch.ts';

const SPAN_MS: Readonly<Record<HistoryRange, number>> = { hour: 3_600_000, day: 86_400_000 };
const REFRESH_SECONDS: Readonly<Record<HistoryRange, number>> = { hour: 15, day: 300 };
const AGENT_PATIENCE_MS = 5_000;

/** Health, players and resources over time. */
export function historyRoutes(app: App, context: ApiContext): void {
  const { clock } = context;
  const usage = new UsageWatch({ client: context.reader, caches: context.caches, clock, log: context.log, closing: context.closing });

  app.get(
    '/servers/:namespace/:name/history',
    {
      schema: {
        tags: ['servers'],
        operationId: 'getServerHistory',
        summary: 'A server over the last hour or day',
        params: z.object({ namespace: namespaceSchema, name: z.string().max(63) }),
        querystring: historyQuerySchema,
        response: answers({ 200: serverHistorySchema }),
      },
    },
    async (request, reply) => {
      const server = await callerOf(request).kube.get(gameServers, request.params, { signal: request.gone });
      const { range } = request.query;
      const [game, used] = await Promise.all([
        gameHistory(context, server, range, request.gone),
        usageHistory(context, usage, server, range),
      ]);
      const starts = [game, used].filter((part) => part.unknownBecause === undefined).map(({ from }) => from);
      const refreshSeconds = REFRESH_SECONDS[range];
      void reply.header('cache-control', `private, max-age=${Math.min(10, refreshSeconds)}`);
      return {
        at: new Date(clock.now()).toISOString(),
        range,
        ...(starts.length > 0 && { since: new Date(Math.min(...starts) * 1000).toISOString() }),
        refreshSeconds,
        simulated: server.status?.simulated ?? false,
        game,
        usage: used,
        limits: limitsOf(context, server),
      };
    },
  );
}

async function gameHistory(
  context: ApiContext,
  server: GameServer,
  range: HistoryRange,
  signal: AbortSignal,
): Promise<z.output<typeof gameHistorySchema>> {
  const nothing = (unknownBecause: string): z.output<typeof gameHistorySchema> => ({
    from: Math.floor(context.clock.now() / 1000),
    stepSeconds: REFRESH_SECONDS[range],
    health: [],
    players: [],
    playersMax: [],
    figures: [],
    unknownBecause,
  });
  try {
    const agent = await context.agents.open(server, signal);
    const { metrics, ...series } = await agent.history({ range, signal, timeoutMs: AGENT_PATIENCE_MS });
    if (series.health.length === 0) return nothing('Nobody has looked at this game yet; the first points come within a minute.');
    return { ...series, figures: metrics.map(figureOf) };
  } catch (error) {
    if (error instanceof ApiError) return nothing(`${error.message} What was seen before is shown again when it runs.`);
    if (!(error instanceof AgentError) || error.kind === 'aborted') throw error;
    if (error.reason?.status === 404)
      return nothing('The agent beside this game is older than its history; it gets one with the next restart.');
    return nothing(`What was seen of this game is not known: ${error.message}.`);
  }
}

async function usageHistory(
  context: ApiContext,
  watch: UsageWatch,
  server: GameServer,
  range: HistoryRange,
): Promise<z.output<typeof usageHistorySchema>> {
  const found = await watch.look(server, SPAN_MS[range]);
  const stepSeconds = USAGE_STEP_MS / 1000;
  if (found !== undefined && found.cpuMilli.length > 0)
    return { from: found.fromMs / 1000, stepSeconds, cpuMilli: found.cpuMilli, memoryBytes: found.memoryBytes };
  return {
    from: Math.floor(context.clock.now() / 1000),
    stepSeconds,
    cpuMilli: [],
    memoryBytes: [],
    unknownBecause:
      context.agents.podOf(placeOf(server)) === undefined
        ? 'The game does not run, so it uses nothing.'
        : (watch.trouble ?? 'It is measured from now on; the first figures come within a minute.'),
  };
}

/** What the running game may use; of one that does not run, what it would be given. */
function limitsOf(context: ApiContext, server: GameServer): z.output<typeof limitsSchema> {
  const game = context.gameById(server.spec.game);
  const planned = game && planServer(game, server.spec);
  const plan = planned?.ok ? planned.plan : undefined;
  const pod = context.agents.podOf(placeOf(server));
  const limits = pod?.spec.containers.find(({ name }) => name === GAME_CONTAINER)?.resources?.limits;
  const cpuMilli = cpuMilliOf(limits?.['cpu'] ?? plan?.cpu);
  const memoryBytes = bytesOf(limits?.['memory'] ?? plan?.memory);
  const storageBytes = bytesOf(plan?.storage);
  return {
    ...(cpuMilli !== undefined && { cpuMilli }),
    ...(memoryBytes !== undefined && { memoryBytes }),
    ...(storageBytes !== undefined && { storageBytes }),
  };
}

const UNITS: readonly (readonly [suffix: string, unit: string])[] = [
  ['_per_second', 'per second'],
  ['_seconds', 'seconds'],
  ['_bytes', 'bytes'],
  ['_ratio', 'ratio'],
  ['_celsius', '°C'],
  ['_total', ''],
];

/** Names are as Prometheus wants them, with the unit at the end; charts want words. */
function figureOf({ name, help, values }: HistorySeries['metrics'][number]): z.output<typeof gameFigureSchema> {
  const [suffix = '', unit = ''] = UNITS.find(([ending]) => name.endsWith(ending)) ?? [];
  // "Ticks per second" reads better than "Ticks".
  const words = (unit === 'per second' ? name : name.slice(0, name.length - suffix.length)).replaceAll('_', ' ');
  return { name, title: words.charAt(0).toUpperCase() + words.slice(1), unit, description: help, values };
}
