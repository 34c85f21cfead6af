import { historyRangeSchema, historySeriesSchema } from '@gse/agent-client';
import { z } from 'zod';

const { health, players, playersMax } = historySeriesSchema.shape;
const why = z.string().optional().meta({ description: 'Why there is nothing, in a sentence; absent where there is something.' });
const grid = {
  from: z.int().meta({ description: 'Seconds since the epoch; value i stands for from + i * stepSeconds.' }),
  stepSeconds: z.int(),
};

/** A figure of the game itself over time. */
export const gameFigureSchema = z
  .object({
    name: z.string(),
    title: z.string().meta({ description: 'Words for the chart.' }),
    unit: z.string().meta({ description: 'Such as seconds, bytes, ratio or per second; empty where it has none.' }),
    description: z.string(),
    values: z.array(z.number().nullable()),
  })
  .meta({ description: 'A figure the game tells of itself, on the same grid as its health.' });

/** Health and players over time. */
export const gameHistorySchema = z
  .object({
    ...grid,
    health,
    players: players.meta({ description: 'Most players online within a step; null is unknown, which is never zero.' }),
    playersMax: playersMax.meta({ description: 'Most players at once; 0 is no limit.' }),
    figures: z.array(gameFigureSchema),
    unknownBecause: why,
  })
  .meta({ description: 'What the agent beside the game has seen. Null is a gap: nobody looked.' });

/** What the game used over time. */
export const usageHistorySchema = z
  .object({
    ...grid,
    cpuMilli: z.array(z.int().nullable()).meta({ description: 'Thousandths of a processor.' }),
    memoryBytes: z.array(z.int().nullable()),
    unknownBecause: why,
  })
  .meta({ description: 'What the game used. Measured only while somebody looks, and for two hours at most.' });

/** What a game may use. */
export const limitsSchema = z
  .object({ cpuMilli: z.int().optional(), memoryBytes: z.int().optional(), storageBytes: z.int().optional() })
  .meta({ description: 'What the game may use: of the running game, otherwise of the order.' });

/** A server over time. */
export const serverHistorySchema = z
  .object({
    at: z.string().meta({ description: 'When this was said.' }),
    range: historyRangeSchema,
    since: z.string().optional().meta({ description: 'The oldest moment something is known of.' }),
    refreshSeconds: z.int().meta({ description: 'Asking more often brings nothing new.' }),
    simulated: z.boolean().meta({ description: 'The figures are part of a simulation.' }),
    game: gameHistorySchema,
    usage: usageHistorySchema,
    limits: limitsSchema,
  })
  .meta({ description: 'Health, players and resources over the last hour or day.' });

/** The spans one may ask for. */
export const historyQuerySchema = z.object({
  range: historyRangeSchema.default('hour').meta({ description: 'The last hour finely, or the last day coarsely.' }),
});
